import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RUN_MAX_MS, conclusionOf } from './_util/attack.ts';
import { seriousViolations } from './_util/axe.ts';
import { type Dashboard, found, openDashboard, skipped, TWICE } from './_util/dashboard.ts';

describe.skipIf('skip' in found)(`the page is for everybody, ${skipped}`, TWICE, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterEach(() => dashboard.closePages());
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());

  test('an attack needs no mouse', { timeout: RUN_MAX_MS * 2 }, async () => {
    const page = await dashboard.open({ reducedMotion: 'reduce' });
    await page.getByRole('radio', { name: /^REDIS_LUA,/ }).focus();
    const rowLock = page.getByRole('radio', { name: /^ROW_LOCK,/ });
    const count = await page.getByRole('radio').count();
    for (let press = 0; press < count && !(await rowLock.isChecked()); press += 1)
      await page.keyboard.press('ArrowUp');
    expect(await rowLock.isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('120');
    await page.keyboard.press('Tab');
    await page.keyboard.type('10');
    // A press of Enter does what the button does, and nothing while that is off.
    await expect.poll(() => page.getByRole('button', { name: 'Launch attack' }).isEnabled()).toBe(true);
    const launched = page.waitForRequest((request) => request.postData()?.includes('launchAttack') ?? false);
    await page.keyboard.press('Enter');
    await launched;
    expect(await conclusionOf(page, 'ROW_LOCK')).toBe('EXACT 100');
    expect(await page.locator('[aria-live=polite]').filter({ hasText: 'ROW_LOCK: EXACT' }).count()).toBe(1);
  });

  test.for(['light', 'dark'] as const)('axe-core finds nothing serious, %s', async (colorScheme) => {
    const page = await dashboard.open({ colorScheme, reducedMotion: 'reduce' });
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Explain it' }).click();
    expect(await seriousViolations(page)).toEqual([]);
  });

  test.for([360, 390, 600, 768, 1440, 2560])('nothing sticks out sideways at %i px', async (width) => {
    const page = await dashboard.open({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
    const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(excess)).toBe(0);
  });

  test.for([
    [1024, 700],
    [1280, 720],
    [1366, 768],
    [1440, 600],
  ])('the actions stay in sight beside the stage at %i x %i', async ([width = 0, height = 0]) => {
    const page = await dashboard.open({ viewport: { width, height }, reducedMotion: 'reduce' });
    const buttons = ['Launch attack', 'Stop', 'Reset', 'Sync'];
    const pane = page.getByRole('region', { name: 'Attack' });
    const bottoms = () =>
      Promise.all(
        buttons.map(async (name) => {
          const box = await page.getByRole('button', { name, exact: true }).boundingBox();
          return box === null ? Infinity : Math.round(box.y + box.height);
        }),
      );
    await pane.getByRole('button', { name: 'Launch attack' }).waitFor();
    const before = await bottoms();
    expect(Math.max(...before)).toBeLessThanOrEqual(height);
    await pane.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    expect(await bottoms()).toEqual(before);
    expect((await page.getByTestId('verdict').boundingBox())?.y).toBeLessThan(height / 2);
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    expect(await page.evaluate('scrollY')).toBeGreaterThan(0);
    expect(await bottoms()).toEqual(before);
  });

  test('the page obeys its own content policy', async () => {
    const page = await dashboard.visit();
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text());
    });
    await page.reload();
    await page.getByTestId('link').getByText('Live').waitFor();
    expect(refused).toEqual([]);
  });

  test('a chosen theme is remembered and there before the first paint', async () => {
    const page = await dashboard.open({ colorScheme: 'light' });
    await page.getByRole('button', { name: /^Theme: system/ }).click();
    await page.getByRole('button', { name: /^Theme: light/ }).click();
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('button', { name: /^Theme: dark/ }).waitFor();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { conclusionOf, RUN_MAX_MS } from './_util/attack.ts';
import { type Dashboard, found, openDashboard, skipped, TWICE } from './_util/dashboard.ts';

const PHONE = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' } as const;

describe.skipIf('skip' in found)(`on a phone, ${skipped}`, TWICE, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterEach(() => dashboard.closePages());
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());

  const fold = (page: Page) => page.getByRole('button', { name: /^Strategy: / });
  const isOpen = async (page: Page) => (await fold(page).getAttribute('aria-expanded')) === 'true';

  test('a launch folds the strategies away, and the run is in sight', { timeout: RUN_MAX_MS }, async () => {
    const page = await dashboard.open(PHONE);
    await fold(page).click();
    await page.getByRole('textbox', { name: 'Requests' }).fill('60');
    await page.getByRole('textbox', { name: 'Stock' }).fill('10');
    await page.getByRole('radio', { name: /^ROW_LOCK,/ }).check();
    await page.getByRole('button', { name: 'Launch', exact: true }).click();

    expect(await conclusionOf(page, 'ROW_LOCK')).toBe('EXACT 10');
    expect(await isOpen(page)).toBe(false);
    const box = await page.getByTestId('verdict').boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(PHONE.viewport.height / 2);
  });

  test.for(['Live', 'Steps'])('Escape folds them away on %s, unless a dialog is above', async (name) => {
    const page = await dashboard.open(PHONE);
    await page.getByRole('link', { name, exact: true }).click();
    await fold(page).click();
    await page.getByRole('button', { name: 'Explain it' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await isOpen(page)).toBe(true);
    await page.getByRole('radio', { name: /^ROW_LOCK,/ }).check();
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(false);
    expect(await fold(page).evaluate((button) => button === document.activeElement)).toBe(true);
  });

  test('what the header has no room for stands in the foot, of every page', async () => {
    const page = await dashboard.open(PHONE);
    for (const name of ['Live', 'Compare', 'Steps']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page
        .getByRole('contentinfo')
        .getByText(/Epoch \d+\s*Postgres \d/)
        .waitFor();
      expect(await page.getByRole('link', { name: 'GraphiQL' }).count()).toBe(1);
    }
    await page.setViewportSize({ width: 600, height: 844 });
    await page.getByRole('banner').getByRole('link', { name: 'GraphiQL' }).waitFor();
    expect(await page.getByRole('contentinfo').isVisible()).toBe(false);
  });

  test('a wrong number opens them again, a refused launch is told above the button', async () => {
    const page = await dashboard.open(PHONE);
    const launch = page.getByRole('button', { name: 'Launch', exact: true });
    await fold(page).click();
    await page.getByRole('textbox', { name: 'Requests' }).fill('0');
    await fold(page).click();
    await launch.click();
    await page.getByText('1 to 100,000').waitFor();
    expect(await isOpen(page)).toBe(true);

    await page.getByRole('textbox', { name: 'Requests' }).fill('2000');
    await page.getByRole('radio', { name: 'Open', exact: true }).check();
    await page.getByRole('textbox', { name: 'Arriving' }).fill('1');
    await launch.click();
    await page.getByRole('alert').getByText('2000 requests take 2000 seconds').waitFor();
    expect(await isOpen(page)).toBe(false);
  });
});

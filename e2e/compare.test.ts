import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient, type PurchaseStrategy } from '../sdk/index.ts';
import { RUN_MAX_MS } from './_util/attack.ts';
import { seriousViolations } from './_util/axe.ts';
import { ADMIN_TOKEN, type Dashboard, found, openDashboard, skipped, TWICE } from './_util/dashboard.ts';

const LOAD = { requests: 60, concurrency: 60, stock: 10, raceWindowMs: 200 };

describe.skipIf('skip' in found)(`strategies side by side, ${skipped}`, TWICE, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterEach(() => dashboard.closePages());
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());

  async function attackWith(...strategies: PurchaseStrategy[]): Promise<void> {
    await using client = createClient({ url: `${dashboard.url}/graphql`, token: ADMIN_TOKEN });
    for (const strategy of strategies) {
      const { id } = await client.launchAttack({ saleId: '1', strategy, ...LOAD });
      for await (const state of client.watchAttack(id)) void state;
    }
  }
  async function openCompare() {
    const page = await dashboard.open();
    page.setDefaultTimeout(RUN_MAX_MS);
    await page.getByRole('link', { name: 'Compare' }).click();
    return page;
  }

  test(
    'runs under one load are ranked, the unsafe ones below them',
    { timeout: RUN_MAX_MS * 2 },
    async () => {
      await attackWith('REDIS_LUA', 'NO_LOCK', 'ROW_LOCK');
      const page = await openCompare();
      const rows = page.getByTestId('contestant');
      await expect.poll(() => rows.count()).toBe(3);
      const order = await rows.evaluateAll((found) => found.map((row) => row.getAttribute('data-strategy')));
      expect(new Set(order.slice(0, 2))).toEqual(new Set(['REDIS_LUA', 'ROW_LOCK']));
      expect(order[2]).toBe('NO_LOCK');
      expect(await rows.first().innerText()).toContain('EXACT');
      // One round each: the foot alone says that nothing can be told apart.
      await page.getByText('One round ranks nothing').waitFor();
      expect(await page.getByTestId('comparison').innerText()).not.toContain('no significant difference');
      expect(await page.getByTestId('comparison').innerText()).toContain('Not to be ranked');
      expect(await page.getByTestId('headline').innerText()).toContain('sold exactly what there was.');
      expect(await seriousViolations(page)).toEqual([]);
      const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      for (const width of [360, 768, 1240]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate(excess)).toBe(0);
      }
    },
  );

  test('all strategies can be launched in rounds, and stopped', { timeout: RUN_MAX_MS * 2 }, async () => {
    const page = await openCompare();
    await page.getByRole('textbox', { name: 'Requests' }).fill('20');
    await page.getByRole('textbox', { name: 'Concurrency' }).fill('10');
    await page.getByRole('textbox', { name: 'Stock' }).fill('5');
    await page.getByRole('textbox', { name: 'Rounds' }).fill('0');
    await page.getByText('1 to 20').waitFor();
    await page.getByRole('textbox', { name: 'Rounds' }).fill('2');
    await page.getByRole('button', { name: 'Compare all' }).click();
    await page.getByText('Round 1 of 2').waitFor();
    await expect.poll(() => page.getByTestId('contestant').count(), { timeout: RUN_MAX_MS }).toBe(2);
    expect(await page.getByRole('combobox', { name: 'Load' }).innerText()).toContain(
      '20 requests, 10 at once',
    );
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Compare all' }).waitFor();
  });

  test('a comparison that ended with its page is told of once', { timeout: RUN_MAX_MS * 2 }, async () => {
    const page = await openCompare();
    await page.getByRole('button', { name: 'Compare all' }).click();
    await page.getByText('Round 1 of 3').waitFor();
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await page.getByRole('heading', { name: 'Live' }).waitFor();
    await page.getByRole('link', { name: 'Compare' }).click();
    const note = page.getByText(/broken off in run \d+ of \d+, when its page was left/);
    await note.waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Compare all' }).waitFor();
    expect(await note.count()).toBe(0);
    await page.getByRole('button', { name: 'Compare all' }).click();
    await page.getByText('Round 1 of 3').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Compare all' }).waitFor();
    expect(await page.evaluate('Object.keys(sessionStorage)')).toEqual([]);
  });

  test('a run that waits behind the attack of another says so', { timeout: RUN_MAX_MS * 2 }, async () => {
    await using client = createClient({ url: `${dashboard.url}/graphql`, token: ADMIN_TOKEN });
    const slow = { model: 'OPEN', requestsPerSecond: 1, requests: 90 } as const;
    const page = await openCompare();
    const { id } = await client.launchAttack({ saleId: '1', strategy: 'ROW_LOCK', ...slow });
    await page.getByRole('button', { name: 'Compare all' }).click();
    await page.getByText('waits behind another attack').waitFor();
    await client.stopAttack(id);
    await page.getByText('stay on this page').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Compare all' }).waitFor();
  });

  test('why a run was refused is told, and no more are launched', async () => {
    const page = await dashboard.visit();
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByRole('textbox', { name: 'Admin token' }).fill('not-the-token');
    await page.getByRole('button', { name: 'Use this token' }).click();
    await page.getByRole('button', { name: 'Compare all' }).click();
    await page.getByRole('alert').getByText('not the admin token').waitFor();
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../sdk/index.ts';
import { seriousViolations } from './_util/axe.ts';
import { ADMIN_TOKEN, type Dashboard, found, openDashboard, skipped } from './_util/dashboard.ts';

describe.skipIf('skip' in found)(`the sale of the address, ${skipped}`, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterEach(() => dashboard.closePages());
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());

  test.for(['/?sale=77', '/?sale=abc', '/compare?sale=77', '/steps?sale=77'])(
    'there is none at %s, and nothing can be done to another',
    async (path) => {
      const page = await dashboard.open();
      await page.goto(dashboard.url + path);
      await page.getByRole('heading', { name: 'No such sale' }).waitFor();
      await page.getByText(`asks for sale ${path.split('=')[1]},`).waitFor();
      expect(
        await page.getByRole('button', { name: /Launch|Reset|Stop|Sync|Compare all|Begin/ }).count(),
      ).toBe(0);
      expect(await seriousViolations(page)).toEqual([]);
      await page.getByRole('link', { name: /^Sale 1:/ }).click();
      await page.getByRole('button', { name: 'Launch attack' }).and(page.locator(':enabled')).waitFor();
    },
  );

  test('another can be chosen where there is more than one', async () => {
    await using client = createClient({ url: `${dashboard.url}/graphql`, token: ADMIN_TOKEN });
    const product = await client.createProduct({
      input: { name: 'A chair', priceCents: 1500, currency: 'JPY' },
    });
    const other = await client.createSale({ input: { productId: product.id, mode: 'LAB', stock: 7 } });
    const page = await dashboard.open();
    await page.getByText('2 sales').click();
    await page.getByRole('link', { name: `Sale ${other.id}: A chair` }).click();
    await page.getByText(`Sale ${other.id}, lab,`).waitFor();
    await page.getByText('¥1,500').waitFor();
    expect(new URL(page.url()).search).toBe(`?sale=${other.id}`);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../sdk/index.ts';
import { conclusionOf, launch } from './_util/attack.ts';
import { seriousViolations } from './_util/axe.ts';
import { ADMIN_TOKEN, type Dashboard, found, openDashboard, skipped, TWICE } from './_util/dashboard.ts';

describe.skipIf('skip' in found)(`the sale of the address, ${skipped}`, TWICE, () => {
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

  test('a server that can not say which sales there are is not told to have none', async () => {
    const page = await dashboard.visit();
    // A page that asks while it is left would have an answer that never ends.
    await page.goto('about:blank');
    const errors = [{ message: 'Postgres did not answer.', extensions: { code: 'UNAVAILABLE' } }];
    await page.route('**/graphql', (route) => route.fulfill({ json: { data: null, errors } }));
    const answerTo = (query: string) =>
      page.waitForResponse((response) => response.request().postData()?.includes(query) ?? false);
    const answered = answerTo('LiveSetup');
    await page.goto(`${dashboard.url}/?sale=1`);
    await answered;
    // It is asked for every few seconds: what the answer before changes has been drawn by then.
    await answerTo('LiveHealth');
    await page.getByRole('heading', { name: 'Live' }).waitFor();
    expect(await page.getByText('No such sale').count()).toBe(0);
  });

  test('another can be chosen where there is more than one', async () => {
    await using client = createClient({ url: `${dashboard.url}/graphql`, token: ADMIN_TOKEN });
    const product = await client.createProduct({
      input: { name: 'A chair', priceCents: 1500, currency: 'JPY' },
    });
    const other = await client.createSale({ input: { productId: product.id, mode: 'LAB', stock: 7 } });
    const page = await dashboard.open();
    await page.getByText(/^\d sales$/).click();
    await page.getByRole('link', { name: `Sale ${other.id}: A chair` }).click();
    await page.getByText(`Sale ${other.id}, lab,`).waitFor();
    await page.getByText('¥1,500').waitFor();
    expect(new URL(page.url()).search).toBe(`?sale=${other.id}`);
  });

  test('a sale that is paused says so and why it can not be attacked, until it is open again', async () => {
    await using client = createClient({ url: `${dashboard.url}/graphql`, token: ADMIN_TOKEN });
    const product = await client.createProduct({
      input: { name: 'A lamp', priceCents: 100, currency: 'USD' },
    });
    const { id: saleId } = await client.createSale({ input: { productId: product.id, stock: 7 } });
    const page = await dashboard.open({ reducedMotion: 'reduce' });
    await page.goto(`${dashboard.url}/?sale=${saleId}`);
    const launchButton = page.getByRole('button', { name: 'Launch attack' });
    await launchButton.and(page.locator(':enabled')).waitFor();
    await client.pauseSale({ saleId });
    await page.getByTestId('verdict').getByText('PAUSED').waitFor();
    await page.getByText('7 units, none sold. The sale is paused: an attack could buy nothing.').waitFor();
    expect(await launchButton.count()).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
    await client.openSale({ saleId });
    await page.getByTestId('verdict').getByText('READY').waitFor();
    await launchButton.and(page.locator(':enabled')).waitFor();
    await client.closeSale({ saleId });
    await page.getByTestId('verdict').getByText('CLOSED').waitFor();
    await page.getByRole('button', { name: 'Open the sale' }).click();
    await launchButton.and(page.locator(':enabled')).waitFor();
    expect((await client.sale(saleId))?.state).toBe('OPEN');
  });

  test('a live sale, which nobody can attack, speaks of no attack but that', async () => {
    await using client = createClient({ url: `${dashboard.url}/graphql`, token: ADMIN_TOKEN });
    const product = await client.createProduct({
      input: { name: 'A shelf', priceCents: 100, currency: 'USD' },
    });
    const { id } = await client.createSale({ input: { productId: product.id, mode: 'LIVE', stock: 7 } });
    const page = await dashboard.open();
    await page.goto(`${dashboard.url}/?sale=${id}`);
    await page.getByText('A live sale is not attacked').waitFor();
    await page.getByText('Waiting for buyers').waitFor();
    const words = await page.getByRole('main').innerText();
    expect(words.match(/attack\w*/gi)).toEqual(['attacked']);
    expect(words).not.toContain('No answers yet');
  });

  test('an attack waits for one on another sale, says so, and then runs', async () => {
    await using client = createClient({ url: `${dashboard.url}/graphql`, token: ADMIN_TOKEN });
    const product = await client.createProduct({
      input: { name: 'A table', priceCents: 100, currency: 'USD' },
    });
    const { id: saleId } = await client.createSale({ input: { productId: product.id, stock: 7 } });
    const page = await dashboard.open({ reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Launch attack' }).and(page.locator(':enabled')).waitFor();
    const slow = { model: 'OPEN', requests: 100, requestsPerSecond: 2 } as const;
    const { id } = await client.launchAttack({ saleId, strategy: 'ROW_LOCK', ...slow });
    for await (const { state } of client.watchAttack(id)) if (state === 'RUNNING') break;

    await launch(page, { strategy: 'REDIS_LUA', requests: 60, stock: 10 });
    await page.getByText(`Waits behind ROW_LOCK on sale ${saleId}.`).waitFor();
    await page.getByTestId('verdict').getByText('QUEUED').waitFor();
    await page.getByTestId('run').first().getByText('QUEUED').waitFor();
    await page.getByRole('button', { name: 'Attack queued' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await client.stopAttack(id);
    expect(await conclusionOf(page, 'REDIS_LUA')).toBe('EXACT 10');
  });
});

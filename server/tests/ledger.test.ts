import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { distFile } from '../package-root.ts';
import { ADMIN_TOKEN, openTestApp, type TestApp } from './_util/app.ts';
import { runSql } from './_util/sql.ts';
import { tempDir } from './_util/temp-dir.ts';

let lab: TestApp;
beforeAll(async () => {
  lab = await openTestApp();
});
afterAll(() => lab[Symbol.asyncDispose]());

const sql = <Row>(text: string, values?: unknown[]) => runSql<Row>(lab.stores.databaseUrl, text, values);
const authorization = `Bearer ${ADMIN_TOKEN}`;
const get = (path: string, headers: Record<string, string> = { authorization }) =>
  fetch(`${lab.app.url}${path}`, { headers });
const buy = (buyerId: string, saleId = '1') => lab.client.purchase({ saleId, buyerId, strategy: 'ROW_LOCK' });
const newSale = async (stock: number) =>
  (await lab.admin.createSale({ input: { productId: '1', stock }, reason: 'for a test' })).id;
/** Behind the product's back, but by the book: an excess would be noticed, and the sale paused. */
const sellMany = (saleId: string, count: number) =>
  sql(
    `WITH sale AS (UPDATE sales SET remaining = remaining - $2 WHERE id = $1 RETURNING id, epoch)
     INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy)
     SELECT gen_random_uuid(), id, epoch, 'bulk-' || n, 1, 'ROW_LOCK' FROM sale, generate_series(1, $2) n`,
    [saleId, count],
  );
const rowsOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the ledger', () => {
  test('tells who did what and why, newest first, in pages', async () => {
    const saleId = await newSale(3);
    await lab.admin.pauseSale({ saleId, reason: 'price was wrong' });
    await lab.admin.openSale({ saleId });
    await lab.admin.updateSale({ saleId, changes: { stock: 5 }, reason: 'found two more' });
    await lab.admin.syncRedis(saleId);
    await lab.admin.resetSale({ saleId, reason: 'next day' });
    await lab.admin.closeSale({ saleId });
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await lab.client.saleEvents({ saleId, first: 3, after });
      expect(page.totalCount).toBe(7);
      seen.push(...page.edges.map(({ node }) => `${node.kind}: ${node.actor}, ${node.reason}`));
      after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
    } while (after !== null);
    expect(seen).toEqual([
      'close: admin, asked for',
      'reset: admin, next day',
      'sync: admin, asked for',
      'edit: admin, found two more',
      'open: admin, asked for',
      'pause: admin, price was wrong',
      'create: admin, for a test',
    ]);
    const [edit] = (await lab.client.saleEvents({ saleId, first: 4 })).edges.slice(3);
    expect(JSON.parse(edit?.node.detail ?? '')).toMatchObject({
      from: { stock: 3 },
      to: { stock: 5 },
      remaining: 5,
    });
  });

  test.each([
    'UPDATE sale_events SET reason = $$another$$',
    'DELETE FROM sale_events',
    'TRUNCATE sale_events',
  ])('refuses %s', async (statement) => {
    await expect(sql(statement)).rejects.toThrow('sale_events is append-only');
  });

  test('pages out of bounds and cursors of nobody are told', async () => {
    const ask = (query: { saleId?: string; first?: number; after?: string }) =>
      lab.client.saleEvents({ saleId: '1', ...query });
    await expect(ask({ first: 0 })).rejects.toThrow(/^first must be/);
    await expect(ask({ first: 101 })).rejects.toThrow(/^first must be/);
    await expect(ask({ after: 'x' })).rejects.toThrow(/^after must be/);
    await expect(ask({ saleId: '999999' })).rejects.toThrow(/^No such sale/);
  });
});

describe('orders of past epochs', () => {
  test('are read by epoch, in pages, after any number of resets', async () => {
    const saleId = await newSale(10);
    const sold: string[][] = [];
    for (const count of [3, 5, 2]) {
      const bought = await Promise.all(
        Array.from({ length: count }, (_, index) => buy(`buyer-${index}`, saleId)),
      );
      sold.push(bought.flatMap((end) => (end.__typename === 'PurchaseConfirmed' ? [end.order.id] : [])));
      if (count !== 2) await lab.admin.resetSale({ saleId });
    }
    for (const [index, ids] of sold.entries()) {
      const epoch = index + 1;
      const first = await lab.client.orders({ saleId, epoch, first: 2 });
      expect(first.totalCount).toBe(ids.length);
      const rest = await lab.client.orders({
        saleId,
        epoch,
        first: 100,
        after: first.pageInfo.endCursor ?? null,
      });
      const read = [...first.edges, ...rest.edges].map(({ node }) => node);
      expect(read.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      expect(read.every((order) => order.epoch === epoch)).toBe(true);
      const times = read.map(({ createdAtMs }) => createdAtMs);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    }
    expect((await lab.client.orders({ saleId })).totalCount).toBe(2);
    expect((await lab.client.orders({ saleId, epoch: 9 })).totalCount).toBe(0);
    await expect(lab.client.orders({ saleId, epoch: 0 })).rejects.toThrow(/^epoch must be/);
  });
});

const exportIn = (cwd: string) => (flags: readonly string[], env: Record<string, string>) =>
  promisify(execFile)(process.execPath, [distFile('lab/export/main.js'), ...flags], { env, cwd });

describe('the export', () => {
  let saleId: string;
  const orders: string[] = [];
  beforeAll(async () => {
    saleId = await newSale(2_000);
    await sellMany(saleId, 1_200);
    await lab.admin.resetSale({ saleId, reason: '=1+1' });
    await sellMany(saleId, 1_200);
    const held = await lab.client.holdUnits({ saleId, buyerId: 'ada', quantity: 2 });
    if (held.__typename !== 'UnitsHeld') throw new Error(held.__typename);
    await lab.client.confirmHold(held.hold);
    await lab.client.holdUnits({ saleId, buyerId: 'bob, "the" builder'.replaceAll(/[^a-z]/g, '-') });
    await lab.admin.pauseSale({ saleId, reason: 'a comma, a "quote"\nand a line' });
    const rows = await sql<{ id: string }>(
      'SELECT id FROM orders WHERE sale_id = $1 UNION ALL SELECT id FROM orders_archive WHERE sale_id = $1',
      [saleId],
    );
    orders.push(...rows.map(({ id }) => id));
  });

  test('has the sale, every event, every order of every epoch once, and every hold', async () => {
    const answer = await get(`/export/sales/${saleId}.jsonl`);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const rows = rowsOf(await answer.text());
    const ofType = (type: string) => rows.filter((row) => row['type'] === type);
    expect(ofType('sale')).toMatchObject([{ id: saleId, epoch: 2, detail: { product: { id: 1 } } }]);
    expect(ofType('event').map((row) => row['kind'])).toEqual(['create', 'reset', 'pause']);
    expect(ofType('event').at(-1)).toMatchObject({
      actor: 'admin',
      reason: 'a comma, a "quote"\nand a line',
    });
    expect(orders).toHaveLength(2_401);
    expect(
      ofType('order')
        .map((row) => String(row['id']))
        .toSorted(),
    ).toEqual(orders.toSorted());
    expect(ofType('order').filter((row) => row['epoch'] === 1)).toHaveLength(1_200);
    expect(ofType('hold')).toMatchObject([
      { buyerId: 'ada', quantity: 2, state: 'CONFIRMED', orderId: expect.any(String) },
      { state: 'HELD', quantity: 1 },
    ]);
    expect(ofType('order')[0]?.['at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  test('is the same as CSV, with a header, and quotes where they are due', async () => {
    const text = await (await get(`/export/sales/${saleId}.csv`)).text();
    expect(text).toMatch(/^type,id,epoch,at,buyerId,quantity,state,strategy,/);
    expect(text).toContain('"a comma, a ""quote""\nand a line"');
    expect(text).toContain(",'=1+1,");
    const ids = text.split('\r\n').flatMap((line) => /^order,([0-9a-f-]{36}),/.exec(line)?.[1] ?? []);
    expect(ids.toSorted()).toEqual(orders.toSorted());
  });

  test('has the attacks', async () => {
    const { id } = await lab.admin.launchAttack({
      saleId: '1',
      strategy: 'ROW_LOCK',
      requests: 20,
      concurrency: 5,
    });
    await expect.poll(async () => (await lab.client.attack(id))?.state).toBe('FINISHED');
    const rows = rowsOf(await (await get('/export/sales/1.jsonl')).text());
    expect(rows.filter((row) => row['type'] === 'attack')).toMatchObject([
      {
        id,
        state: 'FINISHED',
        strategy: 'ROW_LOCK',
        detail: { plan: { requests: 20 }, audit: { sold: 20 } },
      },
    ]);
  });

  test.each<[string, string, Record<string, string>, number]>([
    ['nobody', '/export/sales/1.jsonl', {}, 401],
    ['a stranger', '/export/sales/1.csv', { authorization: 'Bearer wrong-token-wrong-token' }, 403],
    ['no such sale', '/export/sales/999999.jsonl', { authorization }, 404],
    ['another format', '/export/sales/1.xml', { authorization }, 404],
    ['no sale at all', '/export/', { authorization }, 404],
  ])('answers %s with words, and no row', async (_who, path, headers, status) => {
    const answer = await get(path, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errors: [{ message: expect.any(String) }] });
  });

  test('whose reader goes away lets its snapshot go, and its place is free again', async () => {
    for (let round = 0; round < 4; round += 1) {
      const answer = await get(`/export/sales/${saleId}.jsonl`);
      const reader = answer.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
    await expect
      .poll(
        async () =>
          (
            await sql(
              "SELECT FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND query LIKE '%history%'",
            )
          ).length,
      )
      .toBe(0);
    await expect.poll(async () => (await get(`/export/sales/${saleId}.jsonl`)).status).toBe(200);
    expect((await lab.client.health()).status).toBe('ok');
  });

  test('that the store breaks off is no whole one for its reader, and the server lives', async () => {
    const bulk = await newSale(60_000);
    await sellMany(bulk, 60_000);
    const answer = await get(`/export/sales/${bulk}.jsonl`);
    const reader = answer.body?.getReader();
    await reader?.read();
    await expect
      .poll(() =>
        sql(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE '%history%'",
        ),
      )
      .toHaveLength(1);
    const readOn = async (): Promise<void> => {
      while ((await reader?.read())?.done === false);
    };
    await expect(readOn()).rejects.toThrow('terminated');
    expect((await lab.client.health()).status).toBe('ok');
  });

  test('as a command writes the file, or says why not and writes none', async () => {
    await using dir = await tempDir();
    const out = join(dir.path, 'history.csv');
    const command = exportIn(dir.path);
    const run = (...flags: string[]) =>
      command(flags, { FLASH_SALE_URL: `${lab.app.url}/graphql`, FLASH_SALE_TOKEN: ADMIN_TOKEN });
    expect((await run('--sale', saleId, '--format', 'csv', '--out', out)).stdout).toContain(
      'the whole history',
    );
    expect((await readFile(out, 'utf8')).split('\r\n').length).toBeGreaterThan(2_400);
    await expect(run('--sale', '999999', '--out', 'none.jsonl')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^No such sale/),
    });
    await expect(run('--sale', saleId, '--token', 'wrong')).rejects.toMatchObject({
      stderr: expect.stringContaining('not the admin token'),
    });
    await expect(run()).rejects.toMatchObject({ stderr: expect.stringContaining('--sale must be') });
    await expect(run('--sale', saleId, '--out', join(dir.path, 'nowhere', 'x'))).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^There is no folder .*nowhere to write the export to/),
    });
    await expect(run('--sale', saleId, '--out', join(out, 'x'))).rejects.toMatchObject({
      stderr: expect.stringMatching(/^There is no folder .*history.csv to write/),
    });
    expect(await readdir(dir.path)).toEqual(['history.csv']);
  });

  test('as a command finds the server and the token as the command line does', async () => {
    await using dir = await tempDir();
    const run = exportIn(dir.path);
    const flags = ['--sale', saleId, '--force'];
    const { port } = new URL(lab.app.url);
    expect((await run(flags, { PORT: port, ADMIN_TOKEN })).stdout).toMatch(/^sale-\d+\.jsonl: /);
    await expect(run(flags, { PORT: port })).rejects.toMatchObject({
      stderr: expect.stringMatching(/--token or ADMIN_TOKEN\. It is not in .*admin-token either/),
    });
    await mkdir(join(dir.path, 'data'));
    await writeFile(join(dir.path, 'data', 'admin-token'), `${ADMIN_TOKEN}\n`);
    expect((await run(flags, { PORT: port, DATA_DIR: 'data' })).stdout).toContain('the whole history');
    // Named for this command alone, they go before the others.
    const named = { FLASH_SALE_URL: lab.app.url, FLASH_SALE_TOKEN: ADMIN_TOKEN };
    const others = { PORT: 'none', ADMIN_TOKEN: 'another-token-than-that' };
    expect((await run(flags, { ...others, ...named })).stdout).toContain('the whole history');
  });
});

import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { StepInput, StepSession } from '../../sdk/index.ts';
import { createSteps } from '../services/steps/steps.ts';
import { openTestApp, type TestApp } from './_util/app.ts';
import { runSql } from './_util/sql.ts';

let lab: TestApp;
let opened: string[] = [];
beforeAll(async () => {
  lab = await openTestApp();
});
afterEach(async () => {
  await Promise.all(opened.map((id) => lab.admin.steps.close(id)));
  opened = [];
});
afterAll(() => lab[Symbol.asyncDispose]());

async function open(input: Partial<StepInput> & Pick<StepInput, 'strategy'>): Promise<StepSession> {
  const session = await lab.admin.steps.open({ buyers: 2, stock: 1, quantity: 1, schedule: '', ...input });
  opened.push(session.id);
  return session;
}

const sql = <Row>(text: string): Promise<Row[]> => runSql<Row>(lab.stores.databaseUrl, text);

async function countSessions(): Promise<number> {
  const [row] = await sql<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE application_name LIKE 'flash-sale step _ %' AND datname = current_database()`,
  );
  return row?.count ?? -1;
}

async function stepKeys(): Promise<string[]> {
  const redis = new Redis(lab.stores.redisUrl);
  try {
    return await redis.keys('fs-steps:*');
  } finally {
    redis.disconnect();
  }
}

test('NO_LOCK: both read 1, both write, and two orders stand against one unit', async () => {
  const session = await open({ strategy: 'NO_LOCK', schedule: 'ABAB' });
  const told = session.steps.map(({ buyer, statement, answer }) => [buyer, statement.kind, answer]);
  expect(told).toEqual([
    ['A', 'READ', expect.stringContaining('remaining: 1')],
    ['B', 'READ', expect.stringContaining('remaining: 1')],
    ['A', 'WRITE', expect.stringContaining('remaining: 0')],
    ['B', 'WRITE', expect.stringContaining('remaining: -1')],
  ]);
  expect(session.steps.map(({ outside }) => [outside.remaining, outside.orders])).toEqual([
    [1, 0],
    [1, 0],
    [0, 1],
    [-1, 2],
  ]);
  expect(session.judgement).toMatchObject({ verdict: 'OVERSOLD', oversold: 1 });
  expect(session.schedule).toBe('ABAB');
  expect(session.buyers.map(({ outcome }) => outcome)).toEqual(
    Array(2).fill('bought: the order is committed'),
  );
});

test('a statement is shown with its values, and as it is sent', async () => {
  const session = await open({ strategy: 'ROW_LOCK' });
  const [a] = session.buyers;
  expect(a).toMatchObject({ name: 'A', status: 'READY', outcome: null, locks: [] });
  expect(a?.statement).toMatchObject({ store: 'POSTGRES', kind: 'LOCK' });
  expect(a?.statement?.text).toMatch(/^SELECT remaining, .* FROM sales WHERE id = \d+ FOR UPDATE$/);
  expect(a?.statement?.sent).toContain('FROM sales WHERE id = $1 FOR UPDATE');
});

test('ROW_LOCK: B waits for A, and gets the row after A has committed', async () => {
  const { id } = await open({ strategy: 'ROW_LOCK', schedule: 'A' });
  const waiting = await lab.admin.steps.step(id, 'B');
  const [a, b] = waiting.buyers;
  expect(a?.locks).toContain('the row of the sale');
  expect(b).toMatchObject({
    status: 'WAITING',
    waitsFor: ['A'],
    waitsOn: 'the row, until the transaction that has it ends',
  });
  expect(waiting.steps.at(-1)).toMatchObject({
    buyer: 'B',
    result: 'WAITING',
    answer: null,
    waitedFor: ['A'],
  });
  await expect(lab.admin.steps.step(id, 'B')).rejects.toThrow('B waits for a lock of A: let A go on.');

  const uncommitted = await lab.admin.steps.step(id, 'A');
  expect(uncommitted.outside).toMatchObject({ remaining: 1, orders: 0 });
  const committed = await lab.admin.steps.step(id, 'A');
  expect(committed.outside).toMatchObject({ remaining: 0, orders: 1 });
  expect(committed.steps[1]).toMatchObject({ buyer: 'B', result: 'ANSWERED', letOnBy: 4 });
  expect(committed.steps[1]?.answer).toContain('remaining: 0');
  expect(committed.buyers.map(({ status }) => status)).toEqual(['ENDED', 'READY']);

  const over = await lab.admin.steps.step(id, 'B');
  expect(over.judgement).toMatchObject({ verdict: 'EXACT' });
  expect(over.buyers[1]?.outcome).toBe('turned away: sold out');
});

test('SERIALIZABLE: Postgres refuses the second writer, who rolls back, looks again and finds nothing', async () => {
  const { id } = await open({ strategy: 'SERIALIZABLE', schedule: 'ABAB' });
  const waiting = await lab.admin.steps.session(id);
  expect(waiting?.steps[0]?.locks).toContain('a watch over what it read of sales (SIREAD)');
  expect(waiting?.buyers[1]).toMatchObject({ status: 'WAITING', waitsFor: ['A'] });
  await lab.admin.steps.step(id, 'A');
  const refused = await lab.admin.steps.step(id, 'A');
  expect(refused.steps[3]).toMatchObject({
    buyer: 'B',
    result: 'FAILED',
    answer: expect.stringMatching(/^refused: .* \(40001\)$/),
    letOnBy: 6,
  });
  expect(refused.buyers[1]?.statement?.kind).toBe('ROLLBACK');
  await lab.admin.steps.step(id, 'B');
  const again = await lab.admin.steps.step(id, 'B');
  expect(again.steps.at(-1)?.answer).toContain('remaining: 0');
});

test('ADVISORY_LOCK: what B waits for has a number', async () => {
  const { buyers } = await open({ strategy: 'ADVISORY_LOCK', schedule: 'AB' });
  expect(buyers[0]?.locks).toEqual([expect.stringMatching(/^the advisory lock \d+$/)]);
  expect(buyers[1]?.waitsOn).toBe(buyers[0]?.locks[0]);
});

test('OPTIMISTIC: whoever is late changes no row, and begins again after its pause', async () => {
  const { steps, buyers } = await open({ strategy: 'OPTIMISTIC', schedule: 'ABABB' });
  expect(steps[3]).toMatchObject({ buyer: 'B', answer: 'no row added' });
  expect(steps[4]?.answer).toContain('remaining: 0');
  expect(buyers[1]?.outcome).toBe('turned away: sold out');
});

test('of three buyers at one row, one has it and two stand in line', async () => {
  const { buyers } = await open({ strategy: 'ROW_LOCK', buyers: 3, schedule: 'ABC' });
  expect(buyers.map(({ status }) => status)).toEqual(['READY', 'WAITING', 'WAITING']);
  expect(buyers[2]?.waitsFor).toEqual(['B']);
});

test('REDIS_LUA: commands of Redis are steps as well, and the gate is seen from outside', async () => {
  const session = await open({ strategy: 'REDIS_LUA', stock: 2, schedule: 'ABAABB' });
  const stores = session.steps.map(({ buyer, statement }) => `${buyer} ${statement.store}`);
  expect(stores).toEqual(['A REDIS', 'B REDIS', 'A POSTGRES', 'A REDIS', 'B POSTGRES', 'B REDIS']);
  expect(session.steps[0]?.statement.text).toMatch(/^reserve-2\.lua \(left, pending; /);
  expect(session.steps.map(({ outside }) => outside.redisRemaining)).toEqual([1, 0, 0, 0, 0, 0]);
  expect(session.judgement).toMatchObject({ verdict: 'EXACT' });
});

test('REDIS_STREAM: a buyer is promised an end, and the writer of a replica keeps it, step by step', async () => {
  const { id, buyers, outside } = await open({ strategy: 'REDIS_STREAM', schedule: 'AAB' });
  expect(outside).toMatchObject({ remaining: 1, orders: 0, redisRemaining: 0 });
  expect(buyers[0]?.statement?.text).toMatch(/^XREADGROUP GROUP writers \S+ COUNT \d+ STREAMS stream >$/);
  expect(buyers[1]?.outcome).toBe('turned away: sold out');
  let session = await lab.admin.steps.step(id, 'A');
  while (session.judgement === null) session = await lab.admin.steps.step(id, 'A');
  expect(session.buyers[0]?.outcome).toBe(
    'was promised an end, then bought: a writer has committed the order',
  );
  expect(session.outside).toMatchObject({ remaining: 0, orders: 1, redisRemaining: 0 });
  expect(session.judgement).toMatchObject({ verdict: 'EXACT' });
});

test('nothing of it shows in the product, and closing takes everything away', async () => {
  const { id } = await open({ strategy: 'REDIS_LUA', schedule: 'AAB' });
  await lab.admin.steps.step(id, 'A');
  expect(await stepKeys()).not.toEqual([]);
  expect(await lab.client.sales()).toHaveLength(1);
  expect((await lab.client.orders({ saleId: '1', first: 10 })).totalCount).toBe(0);
  expect(await lab.client.sale('1')).toMatchObject({ remaining: 100, redisRemaining: 100 });
  expect(await lab.admin.steps.close(id)).toBe(true);
  expect(await lab.admin.steps.close(id)).toBe(false);
  expect(await stepKeys()).toEqual([]);
  const left = await sql('SELECT FROM flash_sale_steps.sales WHERE id > 1');
  expect([left, await sql('SELECT FROM flash_sale_steps.orders')]).toEqual([[], []]);
});

test('a session that is closed in the middle ends its connections, even one that waits for a lock', async () => {
  const { id } = await open({ strategy: 'ROW_LOCK', schedule: 'AB' });
  expect(await countSessions()).toBeGreaterThan(1);
  await lab.admin.steps.close(id);
  expect(await countSessions()).toBe(0);
  expect(await lab.admin.steps.session(id)).toBeNull();
});

test('a session that nobody touches is closed', async () => {
  const steps = createSteps({ ...lab.stores, idleMs: 300, onError: () => undefined });
  try {
    const input = { strategy: 'ROW_LOCK', buyers: 2, stock: 1, quantity: 1, schedule: 'AB' };
    const { id } = await steps.open(input);
    await expect.poll(countSessions).toBe(0);
    await expect(steps.step(id, 'A')).rejects.toThrow('No such session of steps here.');
  } finally {
    await steps[Symbol.asyncDispose]();
  }
});

test('closing the service closes what is open', async () => {
  const steps = createSteps({ ...lab.stores, onError: () => undefined });
  await steps.open({ strategy: 'ROW_LOCK', buyers: 3, stock: 1, quantity: 1, schedule: 'AB' });
  await steps[Symbol.asyncDispose]();
  expect(await countSessions()).toBe(0);
});

test('bad input is refused with words that say what to do', async () => {
  const { steps } = lab.admin;
  await expect(open({ strategy: 'NO_LOCK', buyers: 4 })).rejects.toThrow(
    'buyers must be a whole number from 2 to 3',
  );
  await expect(open({ strategy: 'NO_LOCK', stock: -1 })).rejects.toThrow(
    'stock must be a whole number from 0',
  );
  await expect(open({ strategy: 'NO_LOCK', quantity: 0 })).rejects.toThrow('quantity must be');
  await expect(open({ strategy: 'NO_LOCK', schedule: 'ABX' })).rejects.toThrow('"X" is none of them');
  await expect(open({ strategy: 'NO_LOCK', schedule: 'ABC' })).rejects.toThrow('"C" is none of them');
  await expect(open({ strategy: 'NO_LOCK', schedule: 'AAA' })).rejects.toThrow('A has ended');
  await expect(steps.step('none', 'A')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  const { id } = await open({ strategy: 'NO_LOCK' });
  await expect(steps.step(id, 'C')).rejects.toThrow('buyer must be one of A, B in this session');
  expect(await steps.session('none')).toBeNull();
});

test('a replica keeps four sessions at most', async () => {
  for (let count = 0; count < 4; count += 1) await open({ strategy: 'NO_LOCK' });
  await expect(open({ strategy: 'NO_LOCK' })).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('it takes the admin token', async () => {
  const { steps } = lab.client;
  const refused = { code: 'UNAUTHENTICATED' };
  await expect(steps.open({ strategy: 'NO_LOCK' })).rejects.toMatchObject(refused);
  await expect(steps.step('any', 'A')).rejects.toMatchObject(refused);
  await expect(steps.session('any')).rejects.toMatchObject(refused);
  await expect(steps.close('any')).rejects.toMatchObject(refused);
  await expect(steps.explore('NO_LOCK')).rejects.toMatchObject(refused);
});

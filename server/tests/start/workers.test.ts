import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createClient,
  type FlashSaleClient,
  type PurchaseResult,
  type PurchaseStrategy,
} from '../../../sdk/index.ts';
import { createResources } from '../../resources.ts';
import { countWithRoom } from '../../workers/room.ts';
import { figureKeys } from '../../redis/keys.ts';
import { ADMIN_TOKEN } from '../_util/app.ts';
import { attacksAtOnce } from '../_util/attacks-at-once.ts';
import { childPids } from '../_util/child-pids.ts';
import { ENDLESS } from '../_util/endless.ts';
import { READY, startServer, type ServerProcess } from '../_util/server-process.ts';
import { survivors } from '../_util/store-pids.ts';
import { freshStores, type FreshStores } from '../_util/stores.ts';
import { tempDir } from '../_util/temp-dir.ts';

/** One server of two workers for the whole file: what a worker's death leaves behind is what the next test starts with. */
const resources = createResources();
let stores: FreshStores;
let server: ServerProcess;
let url: string;
let admin: FlashSaleClient;
let postgres: pg.Client;
let redis: Redis;

beforeAll(async () => {
  stores = resources.own(await freshStores());
  server = resources.own(await start());
  url = (await server.said(READY))[1] ?? '';
  admin = openClient();
  resources.defer(() => admin.close());
  postgres = new pg.Client({ connectionString: stores.databaseUrl });
  await postgres.connect();
  resources.defer(() => postgres.end());
  redis = new Redis(stores.redisUrl);
  resources.defer(() => redis.disconnect());
});
afterAll(() => resources[Symbol.asyncDispose]());

async function start(env: Record<string, string> = {}): Promise<ServerProcess> {
  const dir = resources.own(await tempDir());
  const urls = { DATABASE_URL: stores.databaseUrl, REDIS_URL: stores.redisUrl };
  return startServer({ dataDir: dir.path, env: { ADMIN_TOKEN, WORKERS: '2', ...urls, ...env } });
}

const workersOf = ({ pid }: ServerProcess): number[] => childPids(pid, /worker-main/);

/** A busy machine is no reason to fail. */
const PATIENT = { attemptsMax: 50, deadlineMs: 50_000, timeoutMs: 25_000 };

const openClient = (): FlashSaleClient =>
  createClient({ url: `${url}/graphql`, token: ADMIN_TOKEN, timeoutMs: 50_000 });

/** Each client has connections of its own, which go to the workers in turn. */
async function onAnyWorker<Value>(
  times: number,
  ask: (client: FlashSaleClient) => Promise<Value>,
): Promise<Value[]> {
  const clients = Array.from({ length: times }, openClient);
  try {
    return await Promise.all(clients.map(ask));
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

/** The sum over the lines of a metric that have all these labels. */
async function metric(name: string, ...labels: readonly string[]): Promise<number> {
  const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
  const found = lines.filter(
    (line) => line.split(/[ {]/)[0] === name && labels.every((label) => line.includes(label)),
  );
  return found.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

const buy = (buyerId: string, strategy: PurchaseStrategy): Promise<PurchaseResult> =>
  admin.purchase({ saleId: '1', buyerId, strategy }, PATIENT);

async function untilBothServe(): Promise<void> {
  await expect.poll(() => metric('flash_sale_workers').catch(() => 0), { timeout: 50_000 }).toBe(2);
}

test('500 buyers at once, of two strategies, are served by both workers and buy exactly what there is', async () => {
  const { epoch } = await admin.resetSale({ saleId: '1', stock: 100 });
  const ends = await Promise.all(
    Array.from({ length: 500 }, (_, index) => buy(`b${index}`, index % 2 === 0 ? 'REDIS_LUA' : 'ROW_LOCK')),
  );
  expect(await admin.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 100, drift: 0 });
  const orders = await keptOrders();
  expect(orders.size).toBe(100);
  const told = toldOrders(ends);
  expect(told.filter((id) => !orders.has(id))).toEqual([]);
  expect(new Set(told).size).toBe(told.length);

  // How the workers are doing they tell each other a few times a second.
  const [one] = await onAnyWorker(1, async (client) => {
    for await (const stats of client.watchStats({ saleId: '1', intervalMs: 100 }))
      if (stats.path.inFlight === 0) return stats;
    return null;
  });
  expect(one?.path).toMatchObject({ poolSize: 20, inFlight: 0 });
  // The audit has waited for both: every figure is in the totals, whoever is asked.
  const [first, ...others] = await onAnyWorker(4, (client) => client.stats('1'));
  expect(first).toMatchObject({ orders: 100, databaseStock: 0 });
  for (const { requests, confirmed, soldOut } of others)
    expect({ requests, confirmed, soldOut }).toEqual({
      requests: first?.requests,
      confirmed: first?.confirmed,
      soldOut: first?.soldOut,
    });
  const totals = await redis.hkeys(figureKeys('1', epoch).totals);
  expect(totals.filter((field) => field.startsWith('flush:'))).toHaveLength(2);
  expect(await metric('flash_sale_workers')).toBe(2);
  expect(await admin.environment()).toMatchObject({
    workers: 2,
    pools: expect.arrayContaining([{ name: 'purchases', connections: 10 }]),
  });
  expect(await metric('flash_sale_purchases_total', 'end="confirmed"')).toBe(first?.confirmed);
  expect(await metric('flash_sale_purchases_total')).toBe(first?.requests);
  expect(await metric('flash_sale_purchase_seconds_count')).toBe(first?.requests);
});

async function keptOrders(): Promise<Set<string>> {
  const { rows } = await postgres.query<{ id: string }>('SELECT id FROM orders');
  return new Set(rows.map((row) => row.id));
}

const toldOrders = (ends: readonly PurchaseResult[]): string[] =>
  ends.flatMap((end) => (end.__typename === 'PurchaseConfirmed' ? [end.order.id] : []));

test('a session of steps is found over any connection, and its refusals stay what they are', async () => {
  const { id } = await admin.steps.open({ strategy: 'NO_LOCK' });
  const found = await onAnyWorker(6, (client) => client.steps.session(id));
  expect(found.map((session) => session?.id)).toEqual(Array.from({ length: 6 }, () => id));
  const turns = ['A', 'B', 'A', 'B'] as const;
  for (const buyer of turns) await onAnyWorker(1, (client) => client.steps.step(id, buyer));
  const [ended] = await onAnyWorker(1, (client) => client.steps.session(id));
  expect(ended?.judgement?.verdict).toBe('OVERSOLD');
  await expect(onAnyWorker(1, (client) => client.steps.step(id, 'A'))).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  expect(await onAnyWorker(3, (client) => client.steps.close(id))).toContain(true);
});

test('attacks launched at both workers run one after the other, and any of them tells and stops them', async () => {
  const load = { saleId: '1', strategy: 'REDIS_LUA', requests: 100, concurrency: 10, stock: 30 } as const;
  // None of them ends before all have been launched and one has been stopped.
  const ahead = await admin.launchAttack({ ...ENDLESS, strategy: 'REDIS_LUA' });
  const launched = await onAnyWorker(3, (client) => client.launchAttack(load));
  const last = await admin.launchAttack(load);
  const states = await onAnyWorker(4, async (client) => {
    await client.stopAttack(last.id);
    return (await follow(last.id, client)).state;
  });
  expect(states).toEqual(['STOPPED', 'STOPPED', 'STOPPED', 'STOPPED']);
  await admin.stopAttack(ahead.id);
  expect(await attacksAtOnce(postgres)).toBe(1);
  const ended = await Promise.all(launched.map(({ id }) => follow(id)));
  for (const attack of ended)
    expect(attack).toMatchObject({
      state: 'FINISHED',
      audit: { oversold: 0, undersold: 0, duplicates: 0, drift: 0 },
    });
});

async function follow(id: string, client = admin) {
  for await (const attack of client.watchAttack(id)) if (attack.finishedAt !== null) return attack;
  throw new Error(`attack ${id} has no end`);
}

test('killed workers come back, the attack of one has failed, and nothing that was acknowledged is lost', async () => {
  await admin.resetSale({ saleId: '1', stock: 1_000 });
  const before = await metric('flash_sale_purchases_total');
  const { id } = await admin.launchAttack({ ...ENDLESS, strategy: 'REDIS_LUA' });
  const failed = follow(id);
  const first = workersOf(server);
  const generatorOf = (pid: number): number | undefined => childPids(pid, /generator/)[0];
  await expect.poll(() => first.some((pid) => generatorOf(pid) !== undefined)).toBe(true);
  const victim = first.find((pid) => generatorOf(pid) !== undefined) ?? 0;
  const generator = generatorOf(victim) ?? 0;

  const buying = Array.from({ length: 200 }, (_, index) =>
    buy(`k${index}`, index % 2 === 0 ? 'ROW_LOCK' : 'GROUP_COMMIT'),
  );
  await Promise.race(buying);
  process.kill(victim, 'SIGKILL');
  const ends = await Promise.all(buying);

  expect(await failed).toMatchObject({
    state: 'FAILED',
    error: 'The server that ran this attack has stopped.',
  });
  await expect.poll(() => survivors({ generator })).toEqual([]);
  // The others serve on; and when they die as well, before there is another, the next ones take the same port.
  expect(await metric('flash_sale_purchases_total')).toBeGreaterThanOrEqual(before);
  for (const pid of first.filter((each) => each !== victim)) process.kill(pid, 'SIGKILL');
  await untilBothServe();
  expect(workersOf(server).filter((pid) => first.includes(pid))).toEqual([]);
  expect(await metric('flash_sale_purchases_total')).toBeGreaterThanOrEqual(before);
  const kept = await keptOrders();
  const told = toldOrders(ends);
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter((order) => !kept.has(order))).toEqual([]);
  expect(new Set(told).size).toBe(told.length);
});

test('workers that Postgres has no connections for are refused, or fewer where nobody counts on them', async () => {
  const many = { count: 64, isAuto: false };
  await expect(countWithRoom(stores.databaseUrl, many)).rejects.toThrow(
    /64 workers may open \d+ connections.*\nSet WORKERS=\d+/,
  );
  const fit = await countWithRoom(stores.databaseUrl, { ...many, isAuto: true });
  expect(fit).toBeGreaterThan(2);
  expect(await countWithRoom(stores.databaseUrl, { count: fit, isAuto: false })).toBe(fit);
});

test('Ctrl-C ends every process', async () => {
  const pids = Object.fromEntries([server.pid, ...workersOf(server)].map((pid) => [String(pid), pid]));
  expect(Object.keys(pids)).toHaveLength(3);
  // As a terminal does it: to everybody.
  for (const pid of Object.values(pids)) process.kill(pid, 'SIGINT');
  expect(await server.ended).toBe(0);
  expect(survivors(pids)).toEqual([]);
});

test('workers do not outlive a primary that is killed', async () => {
  await using second = await start();
  await second.said(READY);
  const pids = Object.fromEntries(workersOf(second).map((pid) => [String(pid), pid]));
  expect(Object.keys(pids)).toHaveLength(2);
  second.kill('SIGKILL');
  await expect.poll(() => survivors(pids)).toEqual([]);
});

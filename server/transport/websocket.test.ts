import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openEngine, type Engine } from '../engine.ts';
import type { Services } from '../graphql/context.ts';
import { createSchema } from '../graphql/schema.ts';
import { createLog } from '../log.ts';
import { createSharedFeed } from '../realtime/shared-feed.ts';
import { ANONYMOUS, createIdentity } from '../services/identity.ts';
import { openRawSocket, type RawMessage, type RawSocket } from '../tests/_util/raw-socket.ts';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import type { UpkeepTimes } from './push/upkeep.ts';
import { openWebsocket } from './websocket.ts';

const STATS =
  'subscription Stats($saleId: ID!) { stats(saleId: $saleId, intervalMs: 100) { sequence at requests } }';
const STOCK = 'subscription { stats(saleId: "1", intervalMs: 100) { stock order: sequence } }';
const log = createLog({ level: 'fatal' });
const disposals: (() => Promise<void>)[] = [];
const open: RawSocket[] = [];
let stores: FreshStores;
let engine: Engine;
let url: string;

/** Serves the engine on a port of its own. */
async function serve(times: UpkeepTimes, metrics: Registry): Promise<string> {
  const server = createServer();
  const websocket = openWebsocket({
    server,
    host: '127.0.0.1',
    schema: await createSchema(),
    services: withOddSales(engine.services),
    identity: createIdentity('an-admin-token-of-tests'),
    metrics,
    log,
    times,
  });
  disposals.push(async () => {
    await websocket[Symbol.asyncDispose]();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  stores = await freshStores();
  engine = await openEngine({ ...stores, log, targetUrl: () => '' });
  url = await serve({ pingEveryMs: 12_000, stalledMaxMs: 600 }, engine.metrics);
});
afterEach(() => {
  for (const each of open.splice(0)) each[Symbol.dispose]();
});
afterAll(async () => {
  for (const dispose of disposals) await dispose();
  await engine[Symbol.asyncDispose]();
  await stores[Symbol.asyncDispose]();
});

/** Sale 13 has a frame that breaks when it is read; those of sale 14 are so long that the kernel soon takes no more of them. */
function withOddSales(services: Services): Services {
  const broken = {
    get stock(): number {
      throw new Error('a secret of the store');
    },
  };
  const subscribe: Services['stats']['subscribe'] = async (saleId, intervalMs) => {
    const feed = await services.stats.subscribe(saleId === '999' ? '999' : '1', intervalMs);
    if (saleId === '13')
      return createSharedFeed(({ next, end }) => {
        next(broken as never);
        end();
        return () => undefined;
      });
    if (saleId !== '14') return feed;
    return createSharedFeed(({ next, end }) =>
      feed.listen({ next: (frame) => next({ ...frame, saleId: 'x'.repeat(900_000) }), end }),
    );
  };
  return { ...services, stats: { ...services.stats, subscribe } };
}

async function connect(): Promise<RawSocket> {
  const socket = await openRawSocket(url);
  open.push(socket);
  return socket;
}

/** Purchases that change the figures, until the returned function is called. */
function keepBuying(): () => Promise<void> {
  const over = new AbortController();
  const buy = async (): Promise<void> => {
    while (!over.signal.aborted)
      await engine.services.purchases.purchase(
        { saleId: '1', buyerId: 'ada', quantity: 1, strategy: 'REDIS_LUA', idempotencyKey: null },
        ANONYMOUS,
      );
  };
  const done = buy();
  return () => {
    over.abort();
    return done;
  };
}

const isNext = (id: string) => (message: RawMessage) => message.type === 'next' && message.id === id;
const statsOf = ({ payload }: RawMessage) =>
  (payload as { data: { stats: Record<string, number> } }).data.stats;
const sequencesOf = (messages: readonly RawMessage[]) =>
  messages.map((each) => statsOf(each)['sequence'] ?? 0);

async function counted(name: string): Promise<number> {
  const metric = await engine.metrics.getSingleMetric(name)?.get();
  return metric?.values[0]?.value ?? Number.NaN;
}

test('a frame is executed and written once for all who selected the same, and differs by its id alone', async () => {
  const stop = keepBuying();
  const sockets = await Promise.all(Array.from({ length: 12 }, connect));
  const [written, sent] = [
    await counted('flash_sale_frames_written_total'),
    await counted('flash_sale_frames_sent_total'),
  ];
  sockets.forEach((socket, index) => socket.subscribe(`id-${index}`, STATS, { saleId: '1' }));
  const frames = await Promise.all(sockets.map((socket, index) => socket.until(isNext(`id-${index}`), 5)));
  await stop();

  const texts = new Map<number, Set<string>>();
  for (const frame of frames.flat()) {
    const sequence = statsOf(frame)['sequence'] ?? 0;
    const text = frame.text.replace(/^\{"id":"id-\d+"/, '');
    texts.set(sequence, (texts.get(sequence) ?? new Set()).add(text));
  }
  expect([...texts.values()].map((set) => set.size)).toEqual(Array.from(texts, () => 1));
  for (const each of frames) {
    const sequences = sequencesOf(each);
    expect(sequences).toEqual([...new Set(sequences)].toSorted((x, y) => x - y));
  }
  // The last ones may be on their way to somebody while they are counted.
  expect((await counted('flash_sale_frames_written_total')) - written).toBeLessThanOrEqual(texts.size + 2);
  expect((await counted('flash_sale_frames_sent_total')) - sent).toBeGreaterThanOrEqual(60);
  expect(await counted('flash_sale_subscriptions')).toBe(12);
});

test('everybody gets what they selected, of the same frames', async () => {
  const socket = await connect();
  socket.subscribe('a', STATS, { saleId: '1' });
  socket.subscribe('b', STOCK);
  const [a] = await socket.until(isNext('a'));
  const [b] = await socket.until(isNext('b'));
  expect(a && Object.keys(statsOf(a))).toEqual(['sequence', 'at', 'requests']);
  expect(b && statsOf(b)).toEqual({ stock: 100, order: expect.any(Number) });
});

test('whoever completes a subscription gets nothing more of it, and the others all of theirs', async () => {
  const stop = keepBuying();
  const [leaver, stayer] = await Promise.all([connect(), connect()]);
  leaver.subscribe('leaver', STATS, { saleId: '1' });
  stayer.subscribe('stayer', STATS, { saleId: '1' });
  await Promise.all([leaver.until(isNext('leaver'), 2), stayer.until(isNext('stayer'), 2)]);
  leaver.send({ id: 'leaver', type: 'complete' });
  leaver.send({ type: 'ping' });
  await leaver.until(({ type }) => type === 'pong');
  const before = leaver.received.length;
  await stayer.until(isNext('stayer'), stayer.received.filter(isNext('stayer')).length + 3);
  expect(leaver.received.length).toBe(before);
  // The same id is free again, and begins with a frame at once.
  leaver.subscribe('leaver', STATS, { saleId: '1' });
  await leaver.until(isNext('leaver'), before);
  await stop();
});

test('a second subscription of one id closes the socket with 4409', async () => {
  const socket = await connect();
  const closed = once(socket.socket, 'close');
  socket.subscribe('same', STATS, { saleId: '1' });
  await socket.until(isNext('same'));
  socket.subscribe('same', STATS, { saleId: '1' });
  expect((await closed)[0]).toBe(4409);
});

test('errors say what can be mended and nothing else, and cost nobody the socket', async () => {
  const socket = await connect();
  socket.subscribe('syntax', 'subscription { stats(');
  socket.subscribe('field', 'subscription { stats(saleId: "1") { nothing } }');
  socket.subscribe('sale', STATS, { saleId: '999' });
  socket.subscribe('secret', 'subscription { stats(saleId: "13") { sequence stock } }');
  const [syntax] = await socket.until(({ id }) => id === 'syntax');
  expect(syntax).toMatchObject({
    type: 'error',
    payload: [{ message: expect.stringContaining('Syntax Error') }],
  });
  const [field] = await socket.until(({ id }) => id === 'field');
  expect(field).toMatchObject({
    type: 'error',
    payload: [{ message: expect.stringContaining('Cannot query field') }],
  });
  const [sale] = await socket.until(({ id }) => id === 'sale');
  expect(sale?.text).toContain('No such sale');
  const [secret, over] = await socket.until(({ id }) => id === 'secret', 2);
  expect(secret?.payload).toMatchObject({
    data: null,
    errors: [{ message: 'Internal error', path: ['stats'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
  expect(over?.type).toBe('complete');
  expect(socket.received.some(({ text }) => text.includes('a secret of the store'))).toBe(false);
});

test('a subscriber that takes nothing is cut, while the others get theirs', async () => {
  const stop = keepBuying();
  const [stalled, healthy] = await Promise.all([connect(), connect()]);
  stalled.subscribe('stalled', 'subscription { stats(saleId: "14", intervalMs: 100) { saleId sequence } }');
  await stalled.until(isNext('stalled'));
  healthy.subscribe('healthy', STATS, { saleId: '1' });
  const cutBefore = await counted('flash_sale_sockets_cut_total');
  stalled.socket.pause();
  const arrivals: number[] = [];
  healthy.socket.on('received', () => arrivals.push(performance.now()));
  await expect
    .poll(() => counted('flash_sale_sockets_cut_total'), { timeout: 15_000, interval: 20 })
    .toBeGreaterThan(cutBefore);
  await stop();
  const gaps = arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? at));
  expect(Math.max(...gaps)).toBeLessThan(1_000);
});

test('whoever answers no ping is cut, and the others stay', async () => {
  const busy = await serve({ pingEveryMs: 360, stalledMaxMs: 60_000 }, new Registry());
  const [dead, alive] = [await openRawSocket(busy, {}, { autoPong: false }), await openRawSocket(busy)];
  open.push(dead, alive);
  let pings = 0;
  alive.socket.on('ping', () => (pings += 1));
  await once(dead.socket, 'close');
  const before = pings;
  await expect.poll(() => pings, { timeout: 10_000 }).toBeGreaterThan(before + 1);
  expect(alive.socket.readyState).toBe(alive.socket.OPEN);
});

test.each(['http://evil.example', 'http://127.0.0.1:1', 'null'])(
  'a page of %s opens no socket, since a browser would send it as the person in front of it',
  async (origin) => {
    await expect(openRawSocket(url, {}, { origin })).rejects.toThrow('403');
  },
);

test('a page of this server opens a socket, and so does what is no browser', async () => {
  open.push(await openRawSocket(url, {}, { origin: url }), await openRawSocket(url));
});

test('a server that closes tells its subscribers that it goes away', async () => {
  const leaving = await serve({ pingEveryMs: 12_000, stalledMaxMs: 600 }, new Registry());
  const socket = await openRawSocket(leaving);
  socket.subscribe('a', STATS, { saleId: '1' });
  await socket.until(isNext('a'));
  const closed = once(socket.socket, 'close');
  await disposals.pop()?.();
  expect((await closed)[0]).toBe(1001);
});

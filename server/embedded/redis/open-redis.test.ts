import { writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import { tempDir, type TempDir } from '../../tests/_util/temp-dir.ts';
import type { Store } from '../store.ts';
import { findNativeRedis } from './native-binary.ts';
import { openRedis } from './open-redis.ts';

const log = createLog({ level: 'silent' });
const hasNative = (await findNativeRedis()) !== null;

describe.each([...(hasNative ? (['native'] as const) : []), 'wasm' as const])(
  'an embedded Redis (%s)',
  (mode) => {
    let dir: TempDir;
    let store: Store;
    let redis: Redis;
    beforeAll(async () => {
      dir = await tempDir();
      store = await openRedis({ dataDir: dir.path, log, mode });
      redis = new Redis(store.url);
    });
    afterAll(async () => {
      redis.disconnect();
      await store[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    });

    test('answers nobody without the password', async () => {
      const url = new URL(store.url);
      url.password = '';
      const stranger = new Redis(url.href, { retryStrategy: () => null, enableReadyCheck: false });
      stranger.on('error', () => undefined);
      await expect(stranger.get('key')).rejects.toThrow('NOAUTH');
      stranger.disconnect();
    });

    test('never evicts a key', async () => {
      expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    });

    test('runs scripts, and answers with more than its buffer holds', async () => {
      const big = 'x'.repeat(1_000_000);
      expect(
        await redis.eval(
          'redis.call("set", KEYS[1], ARGV[1]) return redis.call("get", KEYS[1])',
          1,
          'big',
          big,
        ),
      ).toBe(big);
    });

    test('forgets a key when its time is over, and wakes those who wait for one', async () => {
      await redis.set('brief', '1', 'PX', 1);
      const waiter = redis.duplicate();
      const popped = waiter.blpop('queue', 5);
      await redis.rpush('queue', 'item');
      expect(await popped).toEqual(['queue', 'item']);
      waiter.disconnect();
      await expect.poll(() => redis.exists('brief')).toBe(0);
    });

    test('serves many clients one after the other', async () => {
      for (let round = 0; round < 20; round++) {
        const clients = Array.from({ length: 25 }, () => new Redis(store.url));
        await Promise.all(clients.map((client) => client.incr('clients')));
        for (const client of clients) client.disconnect();
      }
      expect(await redis.get('clients')).toBe('500');
    });

    test('tells subscribers what is published', async () => {
      const subscriber = redis.duplicate();
      const message = new Promise((resolve) => subscriber.once('message', (_channel, text) => resolve(text)));
      await subscriber.subscribe('news');
      await redis.publish('news', 'sold out');
      expect(await message).toBe('sold out');
      subscriber.disconnect();
    });
  },
);

test.skipIf(!hasNative)('data that Redis cannot read is set aside and it starts empty', async () => {
  await using dir = await tempDir();
  const first = await openRedis({ dataDir: dir.path, log, mode: 'native' });
  await first[Symbol.asyncDispose]();
  const files = join(dir.path, 'redis', 'appendonlydir');
  for (const name of readdirSync(files)) writeFileSync(join(files, name), 'not what Redis wrote\r\n');
  await using second = await openRedis({ dataDir: dir.path, log, mode: 'native' });
  const redis = new Redis(second.url);
  expect(await redis.dbsize()).toBe(0);
  redis.disconnect();
  expect(readdirSync(join(dir.path, 'redis'))).toContainEqual(
    expect.stringMatching(/^appendonlydir\.unreadable-/),
  );
});

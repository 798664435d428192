import { Redis } from 'ioredis';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { tempDir } from '../tests/_util/temp-dir.ts';
import { openStores } from './open-stores.ts';

const log = createLog({ level: 'silent' });

describe.each([['native'], ['wasm']] as const)('embedded stores with a %s Redis', (redisMode) => {
  test('keep what was written before a restart', async () => {
    await using dir = await tempDir('with some spaces');
    for (const round of [1, 2]) {
      await using stores = await openStores({ dataDir: dir.path, redisMode, log });
      const client = new Client({ connectionString: stores.postgres.url });
      await client.connect();
      await client.query('create table if not exists rounds (n int)');
      await client.query('insert into rounds values ($1)', [round]);
      const { rows } = await client.query('select count(*)::int as rounds from rounds');
      await client.end();
      expect(rows).toEqual([{ rounds: round }]);
      const redis = new Redis(stores.redis.url);
      expect(await redis.incr('rounds')).toBe(round);
      redis.disconnect();
    }
  });
});

import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import { createTruth } from '../postgres/truth.ts';
import { createGate } from '../redis/gate.ts';
import { openMigrated, type MigratedStores } from '../tests/_util/migrated.ts';
import { createGateUpkeep } from './gate-upkeep.ts';

let migrated: MigratedStores;
let postgres: DataSource;
let redis: Redis;
beforeAll(async () => {
  migrated = await openMigrated();
  ({ postgres } = migrated);
  redis = new Redis(migrated.stores.redisUrl);
});
afterAll(async () => {
  redis.disconnect();
  await migrated[Symbol.asyncDispose]();
});
// No time passes: what is known here does not just become too old.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

test('a replica that gives units back does not go on telling its own buyers that there are none', async () => {
  const [truth, gate] = [createTruth(postgres), createGate(redis)];
  await postgres.query('UPDATE sales SET remaining = 0 WHERE id = 1');
  const seen = await truth.recentStanding('1');
  if (seen === null) throw new Error('no sale 1');
  const sale = { saleId: '1', fence: seen.fence };
  await gate.build({ ...sale, remaining: 0 });
  expect(truth.peekStanding('1')).toMatchObject({ remaining: 0 });
  await postgres.query('UPDATE sales SET remaining = 3 WHERE id = 1');

  const upkeep = createGateUpkeep(gate, truth);
  upkeep.returned({ ...sale, id: uuidv7(), quantity: 3 });
  expect(truth.peekStanding('1')).toBeUndefined();
  expect(await truth.recentStanding('1')).toMatchObject({ remaining: 3 });
  await upkeep.settled();
  expect(await gate.read('1', seen.fence)).toEqual({ left: 3, pending: 0 });
});

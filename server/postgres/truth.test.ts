import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openMigrated, type MigratedStores } from '../tests/_util/migrated.ts';
import { createTruth } from './truth.ts';

let migrated: MigratedStores;
let postgres: DataSource;
beforeAll(async () => {
  migrated = await openMigrated();
  ({ postgres } = migrated);
});
afterAll(async () => {
  await migrated[Symbol.asyncDispose]();
});
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const setRemaining = (units: number) =>
  postgres.query('UPDATE sales SET remaining = $1 WHERE id = 1', [units]);

test('units that came back are known within 100 ms, though nobody told of them', async () => {
  const truth = createTruth(postgres);
  await setRemaining(0);
  await truth.recentStanding('1');
  await setRemaining(5);
  // Not a moment before a quarter of its time, or it would be read again behind this test.
  vi.advanceTimersByTime(24);
  expect(truth.peekStanding('1')).toMatchObject({ remaining: 0 });
  expect(await truth.recentStanding('1')).toMatchObject({ remaining: 0 });
  vi.advanceTimersByTime(76);
  expect(truth.peekStanding('1')).toBeUndefined();
  expect(await truth.recentStanding('1')).toMatchObject({ remaining: 5 });
});

import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDataSource } from '../postgres/data-source.ts';
import { migrate } from '../postgres/migrate.ts';
import { beatAttacks, findAttack, insertAttack, saveAttack } from '../postgres/repositories/attacks.ts';
import { findSale } from '../postgres/repositories/sales.ts';
import type { Topic, Topics } from '../realtime/topics.ts';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { watchForOrphans } from './attack-orphans.ts';
import { queueAttack } from './attack-plan.ts';

const SEED = `INSERT INTO products (name, price_cents, currency) VALUES ('phone', 1, 'USD');
  INSERT INTO sales (product_id, mode, stock, remaining) VALUES (1, 'LAB', 10, 10)`;

let stores: FreshStores;
let postgres: DataSource;
beforeAll(async () => {
  stores = await freshStores();
  const options = { url: stores.databaseUrl, name: 'orphans', poolSize: 3, onError: () => undefined };
  postgres = await openDataSource(options);
  await migrate(postgres, SEED);
});
afterAll(async () => {
  await postgres.destroy();
  await stores[Symbol.asyncDispose]();
});

async function begin(owner: string) {
  const sale = await findSale(postgres, '1');
  if (sale === null) throw new Error('the seed made no sale');
  const load = { requests: 1, concurrency: 1, model: 'CLOSED', requestsPerSecond: null } as const;
  const rest = { stock: null, raceWindowMs: null, seed: null };
  const attack = queueAttack({ saleId: '1', strategy: 'ROW_LOCK', ...load, ...rest }, sale);
  await insertAttack(postgres, attack, owner);
  await saveAttack(postgres, { ...attack, state: 'RUNNING' });
  return { ...attack, state: 'RUNNING' } as const;
}

/** Hears one message of those it is told. */
function openChannel() {
  const listeners = new Map<Topic, (message: never) => void>();
  let hear = (_id: string): void => undefined;
  const failed = new Promise<string>((resolve) => (hear = resolve));
  return {
    failed,
    publish: <T extends Topic>(_topic: T, message: Topics[T]) =>
      void ('attackId' in message && hear(message.attackId)),
    listen: <T extends Topic>(topic: T, listener: (message: Topics[T]) => void) => {
      listeners.set(topic, listener);
      return () => listeners.delete(topic);
    },
    tell: <T extends Topic>(topic: T, message: Topics[T]) => listeners.get(topic)?.(message as never),
    reach: () => Promise.resolve(null),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const stateOf = async (id: string) => (await findAttack(postgres, id))?.state;

test('an attack that its replica tells Postgres of runs on, and a silent one fails', async () => {
  const [alive, silent] = [await begin('alive'), await begin('silent')];
  const channel = openChannel();
  using _watch = watchForOrphans({ postgres, pubSub: channel, onError: () => undefined, everyMs: 40 });
  const beat = () => beatAttacks(postgres, [alive.id]).then(() => null);
  let failed: string | null = null;
  while (failed === null) failed = await Promise.race([channel.failed, beat()]);
  expect(failed).toBe(silent.id);
  expect(await stateOf(alive.id)).toBe('RUNNING');
  expect(await findAttack(postgres, silent.id)).toMatchObject({
    state: 'FAILED',
    error: 'The server that ran this attack has not been heard of for ten seconds.',
  });
});

test('the attacks of a replica that was seen to die fail at once, and no end is written over another', async () => {
  const attack = await begin('gone');
  const channel = openChannel();
  using _watch = watchForOrphans({ postgres, pubSub: channel, onError: () => undefined, everyMs: 60_000 });
  channel.tell('replicaGone', { replicaId: 'gone' });
  expect(await channel.failed).toBe(attack.id);
  expect(await saveAttack(postgres, { ...attack, state: 'FINISHED', finishedAt: new Date() })).toBe(false);
  expect(await stateOf(attack.id)).toBe('FAILED');
  expect([...(await beatAttacks(postgres, [attack.id]))]).toEqual([]);
});

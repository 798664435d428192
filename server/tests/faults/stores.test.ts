import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCluster, type Cluster } from './cluster.ts';
import type { Fault } from './fault.ts';
import { postgresFaults } from './postgres-faults.ts';
import { createRandom } from './random.ts';
import { redisFaults } from './redis-faults.ts';
import { playRound } from './round.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await openCluster();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const random = createRandom(Date.now());
const play = (fault: Fault, name: string) => playRound({ cluster, fault, random, name, isBrief: true });

test.each([...postgresFaults, ...redisFaults].map((fault, round) => ({ ...fault, round })))(
  'nothing is oversold, lost, leaked or untold when $name',
  // Once more on a machine that is too busy to play the round in time; the long run counts every round.
  { timeout: 150_000, retry: 1 },
  async ({ round, ...fault }) => {
    const { violations } = await play(fault, `store${round}`);
    expect(violations).toEqual([]);
  },
);

/** Breaks the product behind its back, for the time of a round: what is built to find that must find it. */
const sabotage = (statement: string): Fault => ({
  name: 'somebody sabotages the database',
  kills: 0,
  inject: async ({ cluster: { postgres } }) => void (await postgres.query(statement)),
});

test('an order that disappears is found to be lost', async () => {
  const deleting =
    "DELETE FROM orders WHERE ctid = (SELECT ctid FROM orders WHERE buyer_id LIKE 'gone-%' LIMIT 1)";
  const { violations } = await play(sabotage(deleting), 'gone');
  expect(violations.map(({ wrong }) => wrong)).toContain('lost');
});

test('a stock row that orders do not move is found to oversell', async () => {
  const breaking = `CREATE FUNCTION keep_remaining() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.remaining := OLD.remaining; RETURN NEW; END $$;
    CREATE TRIGGER broken BEFORE UPDATE ON sales FOR EACH ROW WHEN (NEW.epoch = OLD.epoch) EXECUTE FUNCTION keep_remaining()`;
  const { violations } = await play(sabotage(breaking), 'free');
  await cluster.postgres.query('DROP TRIGGER broken ON sales; DROP FUNCTION keep_remaining');
  expect(violations.map(({ wrong }) => wrong)).toContain('oversold');
});

import { expect, test } from 'vitest';
import type { Fault } from './fault.ts';
import { roundsOnCluster } from './rounds.ts';

const rounds = roundsOnCluster();

/** Breaks the product behind its back, for the time of a round: what is built to find that must find it. */
const sabotage = (statement: string): Fault => ({
  name: 'somebody sabotages the database',
  kills: 0,
  isSabotage: true,
  // Of a sale that is over nothing would be wrong any more.
  needsStock: true,
  inject: async ({ cluster: { postgres } }) => void (await postgres.query(statement)),
});

test('an order that disappears is found to be lost', async () => {
  const deleting =
    "DELETE FROM orders WHERE ctid = (SELECT ctid FROM orders WHERE buyer_id LIKE 'round%' LIMIT 1)";
  const violations = await rounds.play(sabotage(deleting));
  expect(violations.map(({ wrong }) => wrong)).toContain('lost');
});

test('a stock row that orders do not move is found, be it before the reconciler pauses the sale or after', async () => {
  const breaking = `CREATE FUNCTION keep_remaining() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.remaining := OLD.remaining; RETURN NEW; END $$;
    CREATE TRIGGER broken BEFORE UPDATE ON sales FOR EACH ROW WHEN (NEW.epoch = OLD.epoch) EXECUTE FUNCTION keep_remaining()`;
  const violations = await rounds.play(sabotage(breaking));
  await rounds.cluster().postgres.query('DROP TRIGGER broken ON sales; DROP FUNCTION keep_remaining');
  const found = violations.filter(({ wrong }) => wrong === 'oversold' || wrong === 'untrue');
  expect(found).not.toEqual([]);
});

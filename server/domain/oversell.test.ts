import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainOversell } from './oversell.ts';
import type { HistoricOrder } from './sale-history.ts';
import { stepsOf, stockOf } from './witness-steps.ts';
import type { Witness } from './witness.ts';

interface Buyer {
  /** When its read arrives, ms, and how long Postgres takes to look. */
  readonly readAt: number;
  readonly lookMs: number;
  readonly thinkMs: number;
  readonly commitMs: number;
  readonly quantity: number;
}

interface Race {
  readonly stock: number;
  readonly writesBack: boolean;
  readonly buyers: readonly Buyer[];
}

/** What really happened: orders as they are recorded, and what no record holds, which orders each one's read had seen. */
interface Outcome {
  readonly orders: HistoricOrder[];
  readonly sawBefore: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One row with one lock, and buyers who read it without. */
function run({ stock, writesBack, buyers }: Race): Outcome {
  const orders: HistoricOrder[] = [];
  const commits: { id: string; at: number; value: number }[] = [];
  const sawBefore = new Map<string, ReadonlySet<string>>();
  const rowAt = (at: number): number => commits.findLast((commit) => commit.at <= at)?.value ?? stock;
  const waiting = buyers
    .map((buyer, index) => ({ ...buyer, id: `order-${index}`, buyerId: `buyer-${index}` }))
    .map((buyer) => ({ ...buyer, lookedAt: buyer.readAt + buyer.lookMs }))
    .map((buyer) => ({ ...buyer, readyAt: buyer.lookedAt + 0.01 + buyer.thinkMs }))
    .toSorted((a, b) => a.readyAt - b.readyAt);
  let freeAt = 0;
  // Whoever is ready first writes first, and everybody's read comes before the writes of those who are ready later.
  for (const buyer of waiting) {
    const { id, buyerId, quantity, readAt, lookedAt } = buyer;
    const readValue = rowAt(lookedAt);
    if (readValue < quantity) continue;
    const writtenAtMs = Math.max(buyer.readyAt, freeAt) + 0.01;
    freeAt = writtenAtMs + buyer.commitMs;
    const before = commits.at(-1)?.value ?? stock;
    const writeValue = (writesBack ? readValue : before) - quantity;
    sawBefore.set(id, new Set(commits.filter(({ at }) => at <= lookedAt).map((commit) => commit.id)));
    commits.push({ id, at: freeAt, value: writeValue });
    orders.push({
      id,
      buyerId,
      quantity,
      strategy: writesBack ? 'LOST_UPDATE' : 'NO_LOCK',
      writtenAtMs,
      trace: {
        readAtMs: readAt,
        readValue,
        checkedAtMs: lookedAt,
        writeAtMs: writtenAtMs,
        writeValue,
        committedAtMs: freeAt + 3,
      },
    });
  }
  return { orders, sawBefore };
}

const ms = (max: number) => fc.integer({ min: 0, max: max * 1_000 }).map((micros) => micros / 1_000);
const races: fc.Arbitrary<Race> = fc.record({
  stock: fc.integer({ min: 1, max: 8 }),
  writesBack: fc.boolean(),
  buyers: fc.array(
    fc.record({
      readAt: ms(30),
      lookMs: ms(0.5),
      thinkMs: ms(12),
      commitMs: ms(2),
      quantity: fc.integer({ min: 1, max: 2 }),
    }),
    { maxLength: 40 },
  ),
});

const stepOf = (witness: Witness, role: string, act: string) => {
  const step = stepsOf(witness).find((candidate) => candidate.role === role && candidate.act === act);
  if (step === undefined) throw new Error(`${role} has no ${act}`);
  return step;
};

test('each unit too many has a witness that is true of the race it comes from', () => {
  fc.assert(
    fc.property(races, (race) => {
      const { orders, sawBefore } = run(race);
      const sold = orders.reduce((sum, { quantity }) => sum + quantity, 0);
      const { witnesses, witnessNote } = explainOversell({ stock: race.stock, held: 0, orders });
      expect(witnesses).toHaveLength(Math.max(0, sold - race.stock));
      expect(witnessNote).toBeNull();
      for (const witness of witnesses) {
        const { a, b } = witness;
        expect(sawBefore.get(b.orderId)?.has(a.orderId)).toBe(false);
        const at = (role: string, act: string): number => stepOf(witness, role, act).atMs;
        expect(at('B', 'READ')).toBeLessThanOrEqual(at('A', 'COMMIT'));
        expect(at('A', 'COMMIT')).toBeLessThanOrEqual(at('B', 'WRITE'));
        for (const role of ['A', 'B']) {
          const times = ['READ', 'CHECK', 'WRITE', 'COMMIT'].map((act) => at(role, act));
          expect(times).toEqual(times.toSorted((one, other) => one - other));
        }
        const order = stepsOf(witness).map(({ role, act }) => `${role} ${act}`);
        expect(order.indexOf('B READ')).toBeLessThan(order.indexOf('A COMMIT'));
        expect(order.indexOf('A COMMIT')).toBeLessThan(order.indexOf('B WRITE'));
      }
    }),
    { numRuns: 300, interruptAfterTimeLimit: 20_000 },
  );
});

test('the values of a witness add up', () => {
  fc.assert(
    fc.property(races, (race) => {
      const { orders } = run(race);
      const testimony = explainOversell({ stock: race.stock, held: 0, orders });
      for (const witness of testimony.witnesses) {
        const row = stockOf(witness, testimony);
        const { quantity } = witness.b;
        const value = (role: string, act: string): number => stepOf(witness, role, act).value ?? Number.NaN;
        const before = race.writesBack ? value('B', 'READ') : (row.at(-2)?.value ?? Number.NaN);
        expect(value('B', 'WRITE')).toBe(before - quantity);
        expect(value('B', 'READ')).toBeGreaterThanOrEqual(quantity);
        expect(row.at(-1)?.value).toBe(value('B', 'COMMIT'));
        expect(row[0]).toEqual({ atMs: 0, value: stepsOf(witness)[0]?.value });
        if (witness.kind === 'LAST_UNIT') expect(value('A', 'WRITE')).toBeLessThan(quantity);
        else expect(value('A', 'WRITE')).not.toBe(value('B', 'READ'));
      }
    }),
    { numRuns: 300, interruptAfterTimeLimit: 20_000 },
  );
});

test('the history is wrong from the first order on after which stock and orders no longer add up', () => {
  fc.assert(
    fc.property(races, (race) => {
      const { orders } = run(race);
      let left = race.stock;
      const wrong = orders.find(({ quantity, trace }) => {
        left -= quantity;
        return left < 0 || trace?.writeValue !== left;
      });
      expect(explainOversell({ stock: race.stock, held: 0, orders }).wrongFrom?.orderId).toBe(wrong?.id);
    }),
    { numRuns: 300, interruptAfterTimeLimit: 20_000 },
  );
});

test('attempts that arrive in another order give the same witnesses', () => {
  const shuffled = races.chain((race) => {
    const { orders } = run(race);
    return fc.tuple(fc.constant(orders), fc.shuffledSubarray(orders, { minLength: orders.length }));
  });
  fc.assert(
    fc.property(shuffled, ([orders, others]) => {
      expect(explainOversell({ stock: 3, held: 0, orders: others })).toEqual(
        explainOversell({ stock: 3, held: 0, orders }),
      );
    }),
    { numRuns: 200, interruptAfterTimeLimit: 20_000 },
  );
});

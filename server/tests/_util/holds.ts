import { uuidv7 } from '../../domain/ids.ts';
import type { HoldInput } from '../../domain/hold-input.ts';
import type { Hold } from '../../domain/hold.ts';
import { ANONYMOUS } from '../../services/identity.ts';
import type { TestEngine } from './engine.ts';

interface Wish {
  readonly saleId: string;
  readonly quantity: number;
  readonly holdSeconds: number;
  readonly key: string | null;
}

/** What tests of holds say often. */
export type HoldsOf = ReturnType<typeof holdsOf>;

/** Holds of sale 1 unless another is named, by nobody in particular. */
export function holdsOf(lab: TestEngine, saleId = '1') {
  const wish = (buyerId: string, change: Partial<Wish> = {}): HoldInput => {
    const { key = null, ...rest } = change;
    return { saleId, buyerId, quantity: 1, holdSeconds: 120, ...rest, idempotencyKey: key };
  };
  const ask = (buyerId: string, change: Partial<Wish> = {}) => {
    const input = wish(buyerId, { key: uuidv7(), ...change });
    return untilKnown(() => lab.services.holds.hold(input, ANONYMOUS));
  };
  return {
    wish,
    /** Under a key of its own unless one is given. */
    ask,
    async take(buyerId: string, change: Partial<Wish> = {}): Promise<Hold> {
      const answer = await ask(buyerId, change);
      if (answer.kind !== 'held') throw new Error(`${buyerId} holds nothing: ${answer.kind}`);
      return answer.hold;
    },
    confirm: (hold: Hold) => untilKnown(() => lab.services.holds.confirm(hold, ANONYMOUS)),
    release: (hold: Hold) => untilKnown(() => lab.services.holds.release(hold, ANONYMOUS)),
    buy: (buyerId: string, strategy: string, quantity = 1) =>
      lab.services.purchases.purchase(
        { saleId, buyerId, quantity, strategy, idempotencyKey: null },
        ANONYMOUS,
      ),
    /** Moves the hold's end to so many milliseconds from now, instead of waiting for it. */
    makeDue: (hold: Hold, inMs = 0) =>
      lab.sql(
        "UPDATE holds SET expires_at = clock_timestamp() + $2 * interval '1 millisecond' WHERE id = $1",
        [hold.id, inMs],
      ),
    /** The same for all holds in force, spread evenly over so many milliseconds from now. */
    makeAllDue: (withinMs: number) =>
      lab.sql(
        `UPDATE holds h SET expires_at = clock_timestamp() + $2 * place * interval '1 millisecond'
         FROM (SELECT id, percent_rank() OVER (ORDER BY id) AS place FROM holds WHERE sale_id = $1 AND state = 'HELD') due
         WHERE h.id = due.id`,
        [saleId, withinMs],
      ),
    /** How the holds of the running epoch have ended. */
    async states() {
      const [row] = await lab.sql<{ confirmed: number; expired: number }>(
        `SELECT count(*) FILTER (WHERE state = 'CONFIRMED')::int AS confirmed, count(*) FILTER (WHERE state = 'EXPIRED')::int AS expired
         FROM holds WHERE sale_id = $1 AND archived_at IS NULL`,
        [saleId],
      );
      return row;
    },
    expireAll: () => lab.sql('SELECT expire_holds($1, 100)', [saleId]),
    async fence(): Promise<number> {
      return (await lab.services.sales.find(saleId))?.fence ?? 0;
    },
    /** The books, with the held units counted from the holds, and whether the row agrees with all of them. */
    async books() {
      const [row] = await lab.sql<{ remaining: number; held: number; sold: number; identity: boolean }>(
        `SELECT remaining, h.held, o.sold, stock = remaining + s.held + pooled_units(s.id, s.pool_moved) + o.sold AND s.held = h.held AS identity
         FROM sales s,
           LATERAL (SELECT coalesce(sum(quantity), 0)::int AS held FROM holds WHERE sale_id = s.id AND state = 'HELD') h,
           LATERAL (SELECT coalesce(sum(quantity), 0)::int AS sold FROM orders WHERE sale_id = s.id) o
         WHERE s.id = $1`,
        [saleId],
      );
      if (row === undefined) throw new Error(`no sale ${saleId}`);
      return row;
    },
  };
}

/** A busy machine may be told to ask again: what is asked twice happens once. */
async function untilKnown<Answer extends { readonly kind: string }>(
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer.kind !== 'inProgress' && answer.kind !== 'overloaded') return answer;
  }
}

/** So many buyers at once, each asking until the end is known. Ends by kind. */
export async function buyAll(
  lab: Pick<TestEngine, 'services'>,
  crowd: { strategy: string; count: number; saleId?: string },
): Promise<Record<string, number>> {
  const { strategy, count, saleId = '1' } = crowd;
  const run = uuidv7().slice(-12);
  const ends: Record<string, number> = {};
  const buy = async (index: number): Promise<void> => {
    const key = `${run}-${strategy}-${index}`;
    const input = { saleId, buyerId: `${run}-${index}`, quantity: 1, strategy, idempotencyKey: key };
    for (;;) {
      const { answer } = await lab.services.purchases.purchase(input, ANONYMOUS);
      if (answer.kind === 'inProgress' || answer.kind === 'overloaded') continue;
      const kind = answer.kind === 'replayed' ? 'confirmed' : answer.kind;
      ends[kind] = (ends[kind] ?? 0) + 1;
      return;
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => buy(index)));
  return ends;
}

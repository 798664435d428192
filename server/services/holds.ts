import type { ConfirmAnswer, Hold, HoldAnswer, ReleaseAnswer } from '../domain/hold.ts';
import { checkHoldInput, noSuchHold, type HoldInput } from '../domain/hold-input.ts';
import { isUuid } from '../domain/ids.ts';
import { limits } from '../domain/limits.ts';
import { confirmHold, releaseHold, type EndedHold } from '../postgres/holds.ts';
import { findHold } from '../postgres/repositories/holds.ts';
import { findOrder } from '../postgres/repositories/order-history.ts';
import type { StrategyName } from '../strategies/index.ts';
import { admit } from './admit.ts';
import { tooOften, type BuyerRate } from './buyer-rate.ts';
import { byDeadline } from '../domain/deadline.ts';
import type { HoldFigures } from './hold-figures.ts';
import { takeHold, unlessAway, UNDECIDED, type HoldRunDeps } from './hold-run.ts';
import type { Caller } from './identity.ts';

/** Holds take their units as this strategy does, under the lock of the sale's row: their orders carry its name. */
const STRATEGY: StrategyName = 'ROW_LOCK';

/** A hold and whose it should be. */
export interface HoldOfBuyer {
  readonly id: string;
  readonly buyerId: string;
}

/**
 * Units put aside while a buyer pays: hold, then confirm or release; the clock of Postgres ends what is neither. Every
 * method throws a Problem for input that can be mended, and answers within three seconds.
 */
export interface Holds {
  hold(input: HoldInput, caller: Caller): Promise<HoldAnswer>;
  /** The hold becomes an order, once, however often it is asked. After its end the answer is `ended`, for good. */
  confirm(hold: HoldOfBuyer, caller: Caller): Promise<ConfirmAnswer>;
  /** The units go back on sale, once. */
  release(hold: HoldOfBuyer, caller: Caller): Promise<ReleaseAnswer>;
  /** Null for no such hold, and on a LIVE sale for another buyer's. */
  find(id: string, caller: Caller): Promise<Hold | null>;
  /** Resolves when the gate has heard of everything that was moved so far. */
  settled(): Promise<void>;
}

/** What it stands on. */
export interface HoldsDeps extends HoldRunDeps {
  readonly figures: HoldFigures;
  /** Of buyers of LIVE sales; absent where they may ask as often as they like. */
  readonly buyerRate: BuyerRate | undefined;
}

/** See `Holds`. */
export function createHolds(deps: HoldsDeps): Holds {
  const { postgres, directory, upkeep, figures, buyerRate } = deps;

  /** Ends a hold by one transaction of Postgres, and tells the gate of units that came back. */
  async function end(
    { id, buyerId }: HoldOfBuyer,
    caller: Caller,
    work: () => Promise<EndedHold | null>,
  ): Promise<EndedHold> {
    const known = isUuid(id) ? await findHold(postgres, id) : null;
    if (known === null || known.buyerId !== buyerId) throw noSuchHold();
    const input = { saleId: known.saleId, buyerId, quantity: known.quantity, idempotencyKey: null };
    admit({ ...input, strategy: STRATEGY }, await directory.get(known.saleId), caller);
    const ended = await work();
    if (ended === null) throw noSuchHold();
    if (ended.returned !== null) upkeep.returned(ended.returned);
    return ended;
  }

  async function confirm(hold: HoldOfBuyer, caller: Caller, begunAt: number): Promise<ConfirmAnswer> {
    const ended = await end(hold, caller, () => confirmHold(postgres, { ...hold, strategy: STRATEGY }));
    if (ended.kind !== 'confirmed' && ended.kind !== 'replayed') return { kind: 'ended', hold: ended.hold };
    if (ended.kind === 'confirmed') figures.confirmed(ended.hold, STRATEGY, performance.now() - begunAt);
    // Whatever becomes of the words for it, it is bought: nobody may hear that it isn't.
    const order = await unlessAway(() => findOrder(postgres, ended.hold.id));
    if (order === null) throw new Error(`hold ${ended.hold.id} is confirmed but has no order`);
    if ('kind' in order) return UNDECIDED;
    return { kind: 'confirmed', order, replayed: ended.kind === 'replayed' };
  }

  async function release(hold: HoldOfBuyer, caller: Caller): Promise<ReleaseAnswer> {
    const ended = await end(hold, caller, () => releaseHold(postgres, hold));
    return { kind: ended.kind === 'released' ? 'released' : 'ended', hold: ended.hold };
  }

  const inTime = <Answer>(work: Promise<Answer>): Promise<Answer | typeof UNDECIDED> =>
    byDeadline<Answer | typeof UNDECIDED>(work, UNDECIDED, limits.purchaseDeadlineMs);

  return {
    async hold(input, caller) {
      const begunAt = performance.now();
      checkHoldInput(input);
      return inTime(
        unlessAway<HoldAnswer>(async () => {
          const sale = await directory.get(input.saleId);
          admit({ ...input, strategy: STRATEGY }, sale, caller);
          const answer =
            (await tooOften(buyerRate, sale, input.buyerId)) ??
            (await takeHold({ postgres, directory, upkeep }, input, sale));
          figures.held(sale, { input, answer, strategy: STRATEGY, latencyMs: performance.now() - begunAt });
          return answer;
        }),
      );
    },
    confirm: (hold, caller) => inTime(unlessAway(() => confirm(hold, caller, performance.now()))),
    release: (hold, caller) => inTime(unlessAway(() => release(hold, caller))),
    async find(id, caller) {
      const hold = isUuid(id) ? await findHold(postgres, id) : null;
      if (hold === null || caller.isAdmin || caller.buyerId === hold.buyerId) return hold;
      const sale = await directory.get(hold.saleId);
      return sale.mode === 'LAB' ? hold : null;
    },
    settled: () => upkeep.settled(),
  };
}

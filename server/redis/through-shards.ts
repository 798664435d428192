import { crashPoint } from '../crash-points.ts';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { timed } from '../domain/spans.ts';
import { recentRefusal, refusalFor, type SaleStanding, type Truth } from '../domain/truth.ts';
import { isRedisAway } from './errors.ts';
import type { Reservation } from './gate.ts';
import type { Round, Shards } from './shards.ts';

/** `open`: Postgres decides without a reservation. */
export type ShardEntry =
  | { readonly kind: 'reserved'; readonly parts: readonly Reservation[] }
  | { readonly kind: 'open' }
  | PurchaseOutcome;

/** What a purchase through the shards does before Postgres decides, and after. */
export interface ShardSteps {
  /**
   * Takes the units wherever they are. Where they are not, Postgres knows whether that is the end: what the shards promise
   * to others may still come free, and what they have lost is put back. Nobody is told `soldOut` on their word alone.
   */
  enter(request: PurchaseRequest): Promise<ShardEntry>;
  /** Sold units are gone, others go back. An unknown end settles nothing: the reaper does when the leases are over. */
  settle(parts: readonly Reservation[], outcome: PurchaseOutcome): Promise<void>;
}

/** The steps on a sale's shards and the truth behind them. */
export function createShardSteps(shards: Shards, truth: Truth): ShardSteps {
  const filling = new Map<string, Promise<SaleStanding | null>>();
  const take = (request: PurchaseRequest, names: readonly string[], quantity = request.quantity) =>
    timed(request, 'redis', () => shards.take({ ...request, quantity }, names));

  /** One filling for all who find the shards empty at once. */
  function fill({ saleId }: PurchaseRequest): Promise<SaleStanding | null> {
    const known = filling.get(saleId);
    if (known !== undefined) return known;
    const begun = fillFrom(truth, shards, saleId).finally(() => filling.delete(saleId));
    filling.set(saleId, begun);
    return begun;
  }

  /** A buyer's own shard first; the way round them all is only for units that Postgres has. */
  async function goRound(request: PurchaseRequest): Promise<Omit<Round, 'isAbsent'> | PurchaseOutcome> {
    const [own = '', ...others] = shards.namesFor(request);
    let first = await take(request, [own]);
    if (first.isAbsent) {
      await fill(request);
      first = await take(request, [own]);
    }
    if (first.missing === 0) return first;
    const refusal = await recentRefusal(truth, request);
    if (refusal !== null) {
      await shards.settle(first.parts, true);
      return refusal;
    }
    const rest = await take(request, others, first.missing);
    return {
      parts: [...first.parts, ...rest.parts],
      missing: rest.missing,
      pending: first.pending + rest.pending,
    };
  }

  async function enter(request: PurchaseRequest): Promise<ShardEntry> {
    const round = await goRound(request);
    if ('kind' in round) return round;
    if (round.missing === 0) return { kind: 'reserved', parts: round.parts };
    await shards.settle(round.parts, true);
    if (round.pending > 0) return (await recentRefusal(truth, request)) ?? { kind: 'open' };
    // Nobody has them and nobody was promised them: what there is, is counted anew.
    const now = await fill(request);
    if (now?.fence !== request.fence) return { kind: 'fenced' };
    return refusalFor(now, request) ?? { kind: 'open' };
  }

  return {
    async enter(request) {
      try {
        return await enter(request);
      } catch (error) {
        if (isRedisAway(error)) return { kind: 'open' };
        throw error;
      }
    },
    settle: (parts, outcome) => settleParts(shards, parts, outcome),
  };
}

async function fillFrom(truth: Truth, shards: Shards, saleId: string): Promise<SaleStanding | null> {
  const standing = await truth.standing(saleId);
  if (standing !== null) await shards.fill(saleId, standing);
  return standing;
}

async function settleParts(
  shards: Shards,
  parts: readonly Reservation[],
  outcome: PurchaseOutcome,
): Promise<void> {
  if (outcome.kind === 'inProgress' || outcome.kind === 'fenced') return;
  const gone = outcome.kind === 'confirmed' || outcome.kind === 'soldOut';
  try {
    await shards.settle(parts, !gone);
    crashPoint('settled');
  } catch (error) {
    if (!isRedisAway(error)) throw error;
  }
}

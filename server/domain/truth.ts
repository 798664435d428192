import type { NotOpen, SoldOut } from './purchase.ts';

/** Why a sale was fenced, reset or repaired, for its ledger. */
export interface SaleEvent {
  readonly kind: 'reset' | 'sync' | 'rebuild' | 'repair' | 'pause' | 'open' | 'close' | 'edit' | 'create';
  /** Who: "admin", or the part of the engine that acted by itself. */
  readonly actor: string;
  readonly reason: string;
}

/** How old what is known of a sale's standing may be. */
export const RECENT_MS = 100;

/** Where a sale stands in Postgres. */
export interface Standing {
  readonly fence: number;
  /** Units not sold yet, those in the pool included. */
  readonly remaining: number;
}

/** The same, and whether it sells at all. */
export interface SaleStanding extends Standing {
  /** Why nobody can buy, however many units there are; null while it is open. */
  readonly notOpen: NotOpen | null;
  /** So long, by performance.now(), that holds at least: it may be about to open. */
  readonly notOpenUntil: number;
}

/** What everybody is told who wants more than there is, or while nothing is sold. */
export type Refusal = NotOpen | SoldOut;

/** What Postgres has said to everybody who wants so many units under this fence; null when it said nothing. */
export function refusalFor(
  seen: SaleStanding | null | undefined,
  { fence, quantity }: { readonly fence: number; readonly quantity: number },
): Refusal | null {
  if (seen?.fence !== fence) return null;
  if (seen.notOpen !== null) return performance.now() < seen.notOpenUntil ? seen.notOpen : null;
  return seen.remaining < quantity ? SOLD_OUT : null;
}

const SOLD_OUT: SoldOut = { kind: 'soldOut' };

/** The same, of what it said at most 100 ms ago, or says now. */
export async function recentRefusal(
  truth: Pick<Truth, 'recentStanding'>,
  request: { readonly saleId: string; readonly fence: number; readonly quantity: number },
): Promise<Refusal | null> {
  return refusalFor(await truth.recentStanding(request.saleId), request);
}

/**
 * What the purchase protocol asks of Postgres, besides its decision about a purchase. Every method throws when Postgres
 * can't be asked; nothing is then known to have happened.
 */
export interface Truth {
  /** Null for no such sale. */
  standing(saleId: string): Promise<SaleStanding | null>;
  /** The same, as it was at most 100 ms ago: one read for all who ask meanwhile. */
  recentStanding(saleId: string): Promise<SaleStanding | null>;
  /**
   * The same without asking anybody; undefined or null where nobody has asked of late. Whoever peeks keeps it fresh, and
   * whatever has changed since is known here when it is RECENT_MS old, be every message about it lost.
   */
  peekStanding(saleId: string): SaleStanding | null | undefined;
  /** As somebody heard it at most a second ago: undefined where nobody did. No more than a reason to ask again. */
  lastStanding(saleId: string): SaleStanding | null | undefined;
  /** Units came back here: what is known of the sale's standing no longer holds. */
  forgetStanding(saleId: string): void;
  /**
   * Raises the fence, so that nothing begun before can commit any more. With `ifFence` only when it still stands there,
   * so that replicas which notice the same thing do it once; null when it does not, or there is no such sale.
   */
  raiseFence(sale: { saleId: string; ifFence?: number }, event: SaleEvent): Promise<Standing | null>;
  /** Which of these orders are durable. */
  existing(orderIds: readonly string[]): Promise<ReadonlySet<string>>;
}

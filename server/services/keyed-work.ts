import { fingerprintOf, type PurchaseInput } from '../domain/purchase-input.ts';
import type { PurchaseAnswer } from '../domain/purchase.ts';

/** Purchases under way, those with a key by it. */
export interface KeyedWork {
  /**
   * Starts a purchase, or, when one under the same key is under way here, waits for that one: a buyer whose patience is
   * shorter than the purchase must not race against itself.
   */
  join(input: PurchaseInput, start: () => Promise<PurchaseAnswer>): Promise<PurchaseAnswer>;
  /** Whether one under the same key is under way here. */
  has(input: PurchaseInput): boolean;
  /** How many are under way, on one sale or on all, those that joined another not counted. */
  count(saleId?: string): number;
  /** How many wait for an end, those that joined another counted. */
  waiting(): number;
}

/** A place in the map. */
interface Entry {
  underWay: { readonly input: PurchaseInput; readonly answer: Promise<PurchaseAnswer> } | null;
}

/** Knows of this replica's purchases only; between replicas the unique key of the order decides. */
export function createKeyedWork(): KeyedWork {
  const keyed = new Map<string, Entry>();
  const bySale = new Map<string, number>();
  let count = 0;
  let joined = 0;

  function move(saleId: string, by: 1 | -1): void {
    count += by;
    const left = (bySale.get(saleId) ?? 0) + by;
    if (left === 0) bySale.delete(saleId);
    else bySale.set(saleId, left);
  }

  function begin(name: string | null, input: PurchaseInput, start: () => Promise<PurchaseAnswer>) {
    const answer = start();
    const entry: Entry = { underWay: { input, answer } };
    const end = (): void => {
      move(input.saleId, -1);
      if (name !== null) keyed.delete(name);
      // A map that many pass through leaves tables behind that hold what has long been deleted, until the next long collection.
      entry.underWay = null;
    };
    move(input.saleId, 1);
    if (name !== null) keyed.set(name, entry);
    answer.then(end, end);
    return answer;
  }

  const join: KeyedWork['join'] = (input, start) => {
    if (input.idempotencyKey === null) return begin(null, input, start);
    const name = nameOf(input);
    const first = keyed.get(name)?.underWay ?? null;
    if (first === null) return begin(name, input, start);
    joined += 1;
    const ended = first.answer.finally(() => (joined -= 1));
    if (fingerprintOf(first.input) === fingerprintOf(input)) return ended.then(asReplay);
    // Another wish: whose order the key belongs to is known to Postgres when the first has ended.
    const again = (): Promise<PurchaseAnswer> => join(input, start);
    return ended.then(again, again);
  };
  return {
    join,
    has: (input) => keyed.size > 0 && input.idempotencyKey !== null && keyed.has(nameOf(input)),
    count: (saleId) => (saleId === undefined ? count : (bySale.get(saleId) ?? 0)),
    waiting: () => count + joined,
  };
}

function nameOf({ buyerId, idempotencyKey }: PurchaseInput): string {
  return `${buyerId} ${idempotencyKey ?? ''}`;
}

function asReplay(answer: PurchaseAnswer): PurchaseAnswer {
  return answer.kind === 'confirmed' ? { kind: 'replayed', order: answer.order } : answer;
}

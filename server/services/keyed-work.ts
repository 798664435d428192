import { fingerprintOf, type PurchaseInput } from '../domain/purchase-input.ts';
import type { PurchaseAnswer } from '../domain/purchase.ts';

/** Purchases under way by their buyers' keys. */
export interface KeyedWork {
  /**
   * Starts a purchase, or, when one under the same key is under way here, waits for that one: a buyer whose patience is
   * shorter than the purchase must not race against itself.
   */
  join(input: PurchaseInput, start: () => Promise<PurchaseAnswer>): Promise<PurchaseAnswer>;
  /** Whether one under the same key is under way here. */
  has(input: PurchaseInput): boolean;
}

/** Knows of this replica's purchases only; between replicas the unique key of the order decides. */
export function createKeyedWork(): KeyedWork {
  const underWay = new Map<string, { fingerprint: string; answer: Promise<PurchaseAnswer> }>();
  const join: KeyedWork['join'] = (input, start) => {
    if (input.idempotencyKey === null) return start();
    const name = nameOf(input);
    const fingerprint = fingerprintOf(input);
    const first = underWay.get(name);
    if (first?.fingerprint === fingerprint) return first.answer.then(asReplay);
    if (first !== undefined) {
      // Another wish: whose order the key belongs to is known to Postgres when the first has ended.
      const again = (): Promise<PurchaseAnswer> => join(input, start);
      return first.answer.then(again, again);
    }
    const answer = start();
    underWay.set(name, { fingerprint, answer });
    const forget = (): void => void underWay.delete(name);
    answer.then(forget, forget);
    return answer;
  };
  return {
    join,
    has: (input) => underWay.size > 0 && input.idempotencyKey !== null && underWay.has(nameOf(input)),
  };
}

function nameOf({ buyerId, idempotencyKey }: PurchaseInput): string {
  return `${buyerId} ${idempotencyKey ?? ''}`;
}

function asReplay(answer: PurchaseAnswer): PurchaseAnswer {
  return answer.kind === 'confirmed' ? { kind: 'replayed', order: answer.order } : answer;
}

import type { AttemptLog } from '../domain/attempt.ts';
import type { PurchaseRequest } from '../domain/purchase.ts';
import type { SaleEntity } from './entities/sale.entity.ts';

/** How long the closest look at how far two clocks are apart is trusted: they drift by microseconds in that time. */
const TRUSTED_MS = 2_000;

/** What a purchase saw of the stock. */
export interface StockRead {
  readonly value: number;
  /** By the clock of Postgres, ms since 1970. */
  readonly atMs: number;
  /** When the answer was here, by the clock of this process. */
  readonly answeredAt: number;
}

/** What a purchase made of the stock: `atMs` is when its order was written, in the same statement and under the row's lock. */
export interface StockWrite {
  readonly value: number;
  readonly atMs: number;
}

/** Notes what an unsafe strategy does to the stock. */
export interface AttemptNotes {
  /** Call it as soon as the sale's row is here. */
  read(sale: SaleEntity): StockRead;
  /** Call it as soon as the write is answered. */
  sold(request: PurchaseRequest, read: StockRead, write: StockWrite): void;
}

/**
 * Puts what happens in this process on the clock of Postgres. An answer is as much later than the time in it as the clocks
 * are apart and the answer took; so the quickest answer of late tells best how far apart they are, and nothing seems to
 * have ended before it began.
 */
export function createAttemptNotes(attempts: AttemptLog): AttemptNotes {
  let apartMs = Infinity;
  let measuredAt = -Infinity;

  function measure(atMs: number): number {
    const now = performance.now();
    if (now - atMs < apartMs || now - measuredAt > TRUSTED_MS) {
      apartMs = now - atMs;
      measuredAt = now;
    }
    return now;
  }

  return {
    read: ({ remaining, readAtMs }) => ({
      value: remaining,
      atMs: readAtMs,
      answeredAt: measure(readAtMs),
    }),
    sold({ saleId, epoch, orderId, buyerId, quantity }, read, write) {
      const committedAt = measure(write.atMs);
      // What was measured anew since the read may be less close than the read itself.
      const apart = Math.min(apartMs, read.answeredAt - read.atMs);
      attempts.record({
        saleId,
        epoch,
        orderId,
        buyerId,
        quantity,
        readAtMs: read.atMs,
        readValue: read.value,
        checkedAtMs: read.answeredAt - apart,
        writeAtMs: write.atMs,
        writeValue: write.value,
        committedAtMs: committedAt - apart,
      });
    },
  };
}

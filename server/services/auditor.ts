import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { judge, SETTLED_WITHIN_SECONDS, type Audit, type Books, type Judgement } from '../domain/audit.ts';
import { explainOversell } from '../domain/oversell.ts';
import { checkSaleId, noSuchSale } from '../domain/purchase-input.ts';
import { NO_TESTIMONY } from '../domain/witness.ts';
import { readHistory } from '../postgres/repositories/attempts.ts';
import { countDuplicates, readBooks, withPatience } from '../postgres/repositories/books.ts';
import type { RedisClient } from '../redis/client.ts';
import { readFigures } from '../redis/figures-store.ts';
import type { Gate } from '../redis/gate.ts';
import { readTotals } from './figures-reading.ts';
import type { Stillness } from './quiet.ts';

/** Purchases still under way on any replica settle within moments: stores that disagree are read again for so long. */
const SETTLE_MS = 1_500;
const SETTLE_EVERY_MS = 50;
/** What is kept of a run is its last word: it waits until a gate that a crash left wrong was mended. */
const RUN_SETTLE_MS = SETTLED_WITHIN_SECONDS * 1_000;

/** What a load generator knows and the books don't. */
export interface RunFacts {
  /** Purchases that the generator saw no definite end of. */
  readonly unknown: number;
  readonly saturated: boolean;
}

const NO_RUN: RunFacts = { unknown: 0, saturated: false };

/** Judges sales by their books. */
export interface Auditor {
  /** Throws a Problem when there is no such sale. */
  audit(saleId: string, run?: RunFacts): Promise<Audit>;
}

/** What it reads. */
export interface AuditorDeps {
  readonly postgres: DataSource;
  readonly redis: RedisClient;
  readonly gate: Gate;
  /**
   * Resolves when no replica has anything left to do for purchases that it has answered. An end that was unknown to its
   * buyer is known to the books when nothing of the sale is in flight any more.
   */
  settle(saleId: string): Promise<Stillness>;
}

/** See `Auditor`. */
export function createAuditor(deps: AuditorDeps): Auditor {
  async function read(
    saleId: string,
    run: RunFacts,
    { inFlight, silent }: Stillness,
  ): Promise<{ epoch: number; books: Books }> {
    const books = await withPatience(deps.postgres, (manager) => readBooks(manager, saleId));
    if (books === null) throw noSuchSale();
    const [duplicates, gate, totals] = await Promise.all([
      withPatience(deps.postgres, (manager) => countDuplicates(manager, saleId)),
      deps.gate.read(saleId, books.fence).catch(() => null),
      readFigures(deps.redis, { saleId, epoch: books.epoch }).catch(() => null),
    ]);
    const figures = readTotals(totals?.fields ?? new Map());
    return {
      epoch: books.epoch,
      books: {
        ...books,
        duplicates,
        redisRemaining: gate?.left ?? null,
        redisPending: gate?.pending ?? 0,
        smallestRefusal: figures.smallestRefusal,
        unknown: run.unknown,
        inFlight,
        silent,
        saturated: run.saturated,
      },
    };
  }

  return {
    async audit(saleId, run) {
      checkSaleId(saleId);
      const begunAt = performance.now();
      for (;;) {
        // eslint-disable-next-line no-await-in-loop -- read again until nothing moves and the stores agree
        const stillness = await deps.settle(saleId);
        // eslint-disable-next-line no-await-in-loop
        const { epoch, books } = await read(saleId, run ?? NO_RUN, stillness);
        const judgement = judge(books);
        // No waiting makes units that were sold too often fewer, or a row agree that forgot their orders.
        const settles = judgement.verdict !== 'OVERSOLD' && judgement.drift > 0;
        const { inFlight, silent, redisPending } = books;
        const still = !settles && redisPending === 0 && inFlight === 0 && silent === 0;
        const isRowRight = books.remaining === books.stock - books.sold - books.held;
        const isGateOff = isRowRight && (settles || redisPending > 0);
        const patienceMs = run !== undefined && isGateOff ? RUN_SETTLE_MS : SETTLE_MS;
        if (still || performance.now() > begunAt + patienceMs)
          return conclude(deps.postgres, { saleId, epoch, books, judgement });
        // eslint-disable-next-line no-await-in-loop
        await wait(SETTLE_EVERY_MS);
      }
    },
  };
}

interface Conclusion {
  readonly saleId: string;
  readonly epoch: number;
  readonly books: Books;
  readonly judgement: Judgement;
}

/** The audit of books that have settled. Of an oversell it tells how it came about. */
async function conclude(
  postgres: DataSource,
  { saleId, epoch, books, judgement }: Conclusion,
): Promise<Audit> {
  const { stock, sold, held, pooled, remaining, redisRemaining, duplicates, unknown } = books;
  const orders = judgement.verdict === 'OVERSOLD' ? await readHistory(postgres, { saleId, epoch }) : null;
  return {
    ...judgement,
    ...(orders === null ? NO_TESTIMONY : explainOversell({ stock, held, orders })),
    saleId,
    epoch,
    stock,
    sold,
    held,
    pooled,
    remaining,
    redisRemaining,
    duplicates,
    unknown,
    checkedAt: new Date(),
  };
}

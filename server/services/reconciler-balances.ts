import type { DataSource } from 'typeorm';
import { createBooksReader, isBalanced } from '../postgres/repositories/books.ts';
import {
  readImbalances,
  readSaleRows,
  type Imbalance,
  type SaleRow,
} from '../postgres/repositories/imbalances.ts';
import type { Rounds } from './reconciler-rounds.ts';

/** Reads the balances that a round asks for. */
export function createBalances(
  postgres: DataSource,
  rounds: Pick<Rounds, 'next'>,
): () => Promise<Imbalance[]> {
  const readBooks = createBooksReader(postgres);

  /** The row was read a moment before the books: what has moved between the two is seen in the next round. */
  async function isQuicklyFound(row: SaleRow): Promise<boolean> {
    const books = await readBooks(row.saleId);
    return books !== null && books.fence === row.fence && isBalanced(books);
  }

  return async () => {
    const { whole, large, gates } = rounds.next(await readSaleRows(postgres));
    const found = await Promise.all(large.map(isQuicklyFound));
    const doubtful = large.filter((_, index) => found[index] === false);
    const counted = await readImbalances(
      postgres,
      [...whole, ...doubtful].map(({ saleId }) => saleId),
    );
    const inOrder = [...large.filter((_, index) => found[index]), ...gates];
    return [...counted, ...inOrder.map((row) => ({ ...row, lost: 0 }))];
  };
}

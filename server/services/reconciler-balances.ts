import type { DataSource } from 'typeorm';
import { createBooksReader, isBalanced } from '../postgres/repositories/books.ts';
import {
  readImbalances,
  readSaleRows,
  type Imbalance,
  type SaleRow,
} from '../postgres/repositories/imbalances.ts';
import type { Rounds } from './reconciler-rounds.ts';

/** Reads the balances that a round asks for. A large sale that can't be read is left to the next round. */
export function createBalances(deps: {
  postgres: DataSource;
  rounds: Pick<Rounds, 'next'>;
  onError: (error: unknown) => void;
}): () => Promise<Imbalance[]> {
  const { postgres, rounds, onError } = deps;
  const readBooks = createBooksReader(postgres);

  /** In order, or doubtful. The row was read a moment before the books: what has moved between the two is seen next time. */
  async function lookQuickly(row: SaleRow): Promise<Imbalance | 'doubtful' | 'unread'> {
    try {
      const books = await readBooks(row.saleId);
      if (books === null || books.fence !== row.fence || !isBalanced(books)) return 'doubtful';
      return { ...row, remaining: books.remaining, lost: 0 };
    } catch (error) {
      onError(error);
      return 'unread';
    }
  }

  return async () => {
    const { whole, large, gates } = rounds.next(await readSaleRows(postgres));
    const found = await Promise.all(large.map(lookQuickly));
    const doubtful = large.filter((_, index) => found[index] === 'doubtful');
    const counted = await readImbalances(
      postgres,
      [...whole, ...doubtful].map(({ saleId }) => saleId),
    );
    const inOrder = found.filter((each) => typeof each === 'object');
    return [...counted, ...inOrder, ...gates.map((row) => ({ ...row, lost: 0 }))];
  };
}

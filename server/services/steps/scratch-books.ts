import type { Queryable } from '../../postgres/queryable.ts';
import { countDuplicates, readBooks, type SaleBooks } from '../../postgres/repositories/books.ts';

/** The books of a stage's sale. Throws when somebody has taken it away. */
export async function readScratchBooks(
  observer: Queryable,
  saleId: string,
): Promise<SaleBooks & { readonly duplicates: number }> {
  const [books, duplicates] = await Promise.all([
    readBooks(observer, saleId),
    countDuplicates(observer, saleId),
  ]);
  if (books === null) throw new Error('the sale of a session of steps is gone');
  return { ...books, duplicates };
}

import type { SaleMode } from '../../../schema/generated/enums.ts';

/** What is read of a sale. */
interface Choosable {
  readonly id: string;
  readonly mode: SaleMode;
}

/** The sale of this id, which is `missing` when there is none; for null the usual one: the first lab sale, else the first. */
export function chooseSale<T extends Choosable>(
  sales: readonly T[],
  wanted: string | null,
): { readonly sale: T | null; readonly missing: string | null } {
  if (wanted === null)
    return { sale: sales.find(({ mode }) => mode === 'LAB') ?? sales[0] ?? null, missing: null };
  const sale = sales.find(({ id }) => id === wanted) ?? null;
  return { sale, missing: sale === null ? wanted : null };
}

import type { Sale } from '../../lib/model.ts';
import { SaleList } from './sale-list.tsx';

/** `wanted` is what the address asked for. */
export interface NoSaleProps {
  readonly wanted: string;
  readonly sales: readonly Sale[];
}

/** Stands for a page whose address names a sale that there is not: nothing can be done to another one by mistake. */
export function NoSale({ wanted, sales }: NoSaleProps) {
  return (
    <div className="grid justify-items-start gap-3 px-4 py-8 text-read tab:px-6">
      <h1 className="text-head font-semibold">No such sale</h1>
      <p className="max-w-[58ch] text-pretty break-words text-ink-2">
        This address asks for sale {wanted}, and the server has none of that number.
        {sales.length > 0 ? ' It has:' : ' It has no sale at all.'}
      </p>
      <SaleList sales={sales} shownId={null} />
    </div>
  );
}

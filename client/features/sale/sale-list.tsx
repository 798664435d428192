import type { Sale } from '../../lib/model.ts';
import { stateWords } from '../../lib/sale-state.ts';

/** `shownId` is the sale on the page; null when none is. */
export interface SaleListProps {
  readonly sales: readonly Sale[];
  readonly shownId: string | null;
}

/** Every sale by number, name and state. A click loads the page anew: nothing of the sale before is left on it. */
export function SaleList({ sales, shownId }: SaleListProps) {
  return (
    <ul className="grid max-h-64 gap-x-3 overflow-y-auto">
      {sales.map(({ id, product, state, mode }) => (
        <li key={id} className="py-1">
          <a href={`/?sale=${encodeURIComponent(id)}`} aria-current={id === shownId || undefined}>
            Sale {id}: {product.name}
          </a>{' '}
          <span className="text-ink-3">
            {mode.toLowerCase()}, {stateWords(state)}
          </span>
        </li>
      ))}
    </ul>
  );
}

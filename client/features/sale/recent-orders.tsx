import { SectionHead } from '../../components/section-head.tsx';
import { count } from '../../lib/format.ts';

/** One line of the list. */
export interface OrderRow {
  readonly id: string;
  /** The last unit that the order took, counted from 1; null when the count before it is unknown. */
  readonly unit: number | null;
  readonly buyerId: string;
  /** When, in the run's time or by the wall clock. */
  readonly when: string;
}

/** Newest first. `total` counts orders, not rows. */
export interface RecentOrdersProps {
  readonly rows: readonly OrderRow[];
  readonly total: number;
  readonly stock: number;
  readonly epoch: number | null;
}

/** The newest orders; those for units beyond the stock are marked. */
export function RecentOrders({ rows, total, stock, epoch }: RecentOrdersProps) {
  return (
    <section aria-label="Recent orders" className="py-3">
      <div className="mb-1 px-4">
        <SectionHead title="Recent orders">{total > 0 ? `${count(total)} in all` : ''}</SectionHead>
      </div>
      <ul>
        {rows.length === 0 && (
          <li className="flex h-row items-center px-4 text-ink-3">
            {epoch === null ? 'No news yet' : `No orders in epoch ${count(epoch)}`}
          </li>
        )}
        {rows.map(({ id, unit, buyerId, when }) => {
          const beyond = unit !== null && unit > stock;
          return (
            <li
              key={id}
              className="grid h-row grid-cols-[3rem_minmax(0,1fr)_auto] items-center gap-2 px-4 data-beyond:shadow-[inset_3px_0_0_var(--color-over)]"
              data-beyond={beyond || undefined}
            >
              <span className={`font-semibold ${beyond ? 'text-over' : ''}`}>{count(unit)}</span>
              <span className="truncate">{buyerId}</span>
              <time className="text-label text-ink-3">{when}</time>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

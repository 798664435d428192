import { Counters } from '../features/sale/counters.tsx';
import { ProductCard } from '../features/sale/product-card.tsx';
import { RecentOrders } from '../features/sale/recent-orders.tsx';
import { SaleList } from '../features/sale/sale-list.tsx';
import { count } from '../lib/format.ts';
import { leftOf } from '../lib/moment.ts';
import type { PurchaseStrategy } from '../lib/model.ts';
import type { SaleData } from './use-sale.ts';
import type { Stage } from './use-stage.ts';

/** The same moment as the middle pane. */
export interface SalePaneProps {
  readonly data: SaleData;
  readonly stage: Stage;
  readonly lost: boolean;
  readonly chosen: PurchaseStrategy | null;
}

/** The right pane: what is sold, the four numbers, the newest orders. Where there is no room beside the middle one, under it or under the left one. */
export function SalePane({ data, stage, lost, chosen }: SalePaneProps) {
  const { moment, rows, orderTotal, run, past } = stage;
  const strategy = moment.mode === 'idle' ? chosen : (run?.strategy ?? chosen);
  const gate = data.strategies.find((one) => one.strategy === strategy)?.usesRedis ?? false;
  const left = past ? (data.stats?.databaseStock ?? null) : leftOf(moment);
  const soldOut = left !== null && left <= 0;
  return (
    <aside
      aria-label="Product and orders"
      className="min-w-0 border-t border-line bg-surface tab:col-start-1 tab:row-start-2 tab:border-r pin:col-start-2 pin:border-r-0 desk:col-start-3 desk:row-start-1 desk:border-t-0 desk:border-r-0 desk:border-l"
    >
      {data.sale && <ProductCard sale={data.sale} soldOut={soldOut} />}
      {data.sales.length > 1 && (
        <details className="border-b border-line px-4 py-3">
          <summary className="cursor-pointer font-semibold">{count(data.sales.length)} sales</summary>
          <div className="pt-2">
            <SaleList sales={data.sales} shownId={data.sale?.id ?? null} />
          </div>
        </details>
      )}
      <div className={lost ? 'contents *:grayscale' : 'contents'}>
        <Counters moment={moment} gate={gate} />
        <RecentOrders
          rows={rows}
          total={orderTotal}
          stock={moment.stock}
          epoch={past ? (run?.epoch ?? null) : (data.stats?.epoch ?? null)}
        />
      </div>
    </aside>
  );
}

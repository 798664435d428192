import type { ReactNode } from 'react';
import type { StrategyResult } from '../../../sdk/index.ts';
import { Badge } from '../../components/badge.tsx';
import { PageLink } from '../../components/page-link.tsx';
import { count } from '../../lib/format.ts';
import { LatencyCell } from './latency-cell.tsx';
import type { LogScale } from '../../../lab/report/comparison/log-scale.ts';
import { RateCell } from './rate-cell.tsx';
import { SoldCell } from './sold-cell.tsx';
import { TimeCell } from './time-cell.tsx';
import type { TimeShare } from '../../../lab/report/comparison/time-shares.ts';

/** One strategy, and the scales that all rows share. */
export interface RowProps {
  readonly result: StrategyResult;
  readonly stock: number;
  readonly sameAsAbove: boolean;
  readonly rates: LogScale;
  readonly latencies: LogScale;
  readonly shares: readonly TimeShare[];
}

const ROW =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center border-b border-line px-0 py-3 tab:px-2 hover:bg-sunken desk:table-row';

/** A strategy: its verdict, what it sold, how fast, and what its time went to. */
export function Row({ result, stock, sameAsAbove, rates, latencies, shares }: RowProps) {
  return (
    <tr className={ROW} data-testid="contestant" data-strategy={result.strategy}>
      <td className="relative h-auto px-4 py-1 font-semibold whitespace-nowrap desk:h-[2.875rem] desk:py-0 desk:pl-6">
        {sameAsAbove && <span className="tie hidden desk:block" title="No significant difference" />}
        {result.strategy}
        {sameAsAbove && (
          <span className="block text-label font-[450] text-ink-3">no significant difference</span>
        )}
      </td>
      <td className="justify-self-end px-4 py-1 desk:px-3 desk:py-0">
        <Badge mark={result.verdict} amount={amountOf(result)} />
      </td>
      <Cell label={`Sold of ${count(stock)}`}>
        <SoldCell result={result} stock={stock} />
      </Cell>
      <Cell label="Orders/s">
        <RateCell result={result} scale={rates} />
      </Cell>
      <Cell label="p50 to p99 ms">
        <LatencyCell result={result} scale={latencies} />
      </Cell>
      <Cell label="Time goes to" last>
        <TimeCell shares={shares} />
      </Cell>
    </tr>
  );
}

/** A cell that on a phone is a line with its own label. */
function Cell({ label, last = false, children }: { label: string; last?: boolean; children: ReactNode }) {
  return (
    <td
      className={`col-span-2 grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-2 px-4 py-1 desk:table-cell desk:px-3 desk:py-0 ${last ? 'desk:pr-6' : ''}`}
    >
      <span className="text-label text-ink-3 desk:hidden">{label}</span>
      {children}
    </td>
  );
}

function amountOf({ verdict, oversoldMax, undersoldMax }: StrategyResult): string {
  if (verdict === 'OVERSOLD') return `+${count(oversoldMax)}`;
  return verdict === 'UNDERSOLD' ? count(-undersoldMax) : '';
}

/** Where a story of an oversell can be read. */
export function WitnessLink({ result }: { readonly result: StrategyResult }) {
  const run = result.rounds.find(({ verdict }) => verdict === 'OVERSOLD');
  if (run === undefined) return null;
  return <PageLink to={`/witness/${run.attackId}`}>How {result.strategy} sold too often</PageLink>;
}

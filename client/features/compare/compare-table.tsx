import { hasInterval } from '../../../sdk/comparison/strategy-result.ts';
import type { Ranking, StrategyResult } from '../../../sdk/index.ts';
import { axis, count } from '../../lib/format.ts';
import type { ComparedRun } from '../../lib/model.ts';
import { type LogScale, logScale } from '../../../lab/report/comparison/log-scale.ts';
import { Row } from './row.tsx';
import { TimeLegend } from './time-legend.tsx';
import { spansOf, timeShares } from '../../../lab/report/comparison/time-shares.ts';
import { UNRANKED_WORDS } from '../../../lab/report/comparison/words.ts';

/** A comparison and the runs that it stands on. */
export interface CompareTableProps {
  readonly ranking: Ranking;
  readonly runs: readonly ComparedRun[];
  readonly stock: number;
}

/** Ranked rows first; what can't be ranked stands under a line of its own. */
export function CompareTable({ ranking, runs, stock }: CompareTableProps) {
  const ranked = ranking.safe.filter(({ rank }) => rank !== null);
  const rest = [...ranking.safe.filter(({ rank }) => rank === null), ...ranking.unsafe];
  const all = [...ranked, ...rest];
  const rates = logScale(
    all.flatMap(({ ordersPerSecond: rate }) => (rate === null ? [] : [rate.low, rate.high])),
  );
  const latencies = logScale(all.flatMap(({ p50Ms, p99Ms }) => [p50Ms ?? 0, p99Ms ?? 0]));
  const sharesOf = ({ strategy }: StrategyResult) =>
    timeShares(runs.filter((run) => run.strategy === strategy));
  // Where nothing has an interval, the foot says once that nothing can be told apart.
  const tells = ranked.some(hasInterval);
  const scales = { stock, rates, latencies };
  const spans = spansOf(all.flatMap(sharesOf));
  return (
    <>
      <table className="block w-full border-collapse desk:table desk:table-fixed" data-testid="comparison">
        <Head rates={rates} latencies={latencies} stock={stock} />
        <tbody className="block desk:table-row-group">
          {ranked.map((result) => (
            <Row
              key={result.strategy}
              result={result}
              sameAsAbove={tells && result.sameAsAbove}
              shares={sharesOf(result)}
              {...scales}
            />
          ))}
          {rest.length > 0 && (
            <tr className="block desk:table-row">
              <td
                colSpan={6}
                className="block px-4 pt-4 pb-1 text-label text-ink-3 desk:table-cell desk:border-b desk:border-line desk:px-6"
              >
                {UNRANKED_WORDS}
              </td>
            </tr>
          )}
          {rest.map((result) => (
            <Row
              key={result.strategy}
              result={result}
              sameAsAbove={false}
              shares={sharesOf(result)}
              {...scales}
            />
          ))}
        </tbody>
      </table>
      {spans.length > 0 && <TimeLegend spans={spans} />}
    </>
  );
}

const linesAt = ({ lines }: LogScale): string =>
  lines.length === 0 ? 'log scale' : `log scale; lines at ${lines.map(axis).join(', ')}`;

function Head({ rates, latencies, stock }: { rates: LogScale; latencies: LogScale; stock: number }) {
  const columns = [
    { title: 'Strategy', rest: '', width: 'w-[13rem]' },
    { title: 'Verdict', rest: '', width: 'w-[10rem]' },
    { title: 'Sold', rest: `of ${count(stock)}`, width: 'w-[12.5rem]' },
    { title: 'Durable orders/s', rest: linesAt(rates), width: '' },
    { title: 'Latency ms', rest: `p50 to p99, ${linesAt(latencies)}`, width: 'w-[17rem]' },
    { title: 'Where the time goes', rest: 'share of a purchase', width: 'w-[19%]' },
  ];
  return (
    <thead className="hidden desk:table-header-group">
      <tr>
        {columns.map(({ title, rest, width }) => (
          <th
            key={title}
            scope="col"
            className={`sticky top-12 z-2 border-b border-line-strong bg-surface px-3 py-2 text-left align-bottom font-semibold first:pl-6 last:pr-6 ${width}`}
          >
            {title} <span className="block text-label font-normal text-ink-3">{rest}</span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

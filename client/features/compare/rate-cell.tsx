import { rateBar } from '../../../lab/report/comparison/bars.ts';
import type { StrategyResult } from '../../../sdk/index.ts';
import { Drawn } from '../../lib/drawn.tsx';
import { count, UNKNOWN } from '../../lib/format.ts';
import type { LogScale } from '../../../lab/report/comparison/log-scale.ts';

/** Durable orders per second: the median as a number and a line, its interval as a bar. Dashed where it ranks nothing. */
export function RateCell({ result, scale }: { readonly result: StrategyResult; readonly scale: LogScale }) {
  const { ordersPerSecond: rate } = result;
  return (
    <div className="grid grid-cols-[3.5rem_minmax(0,1fr)] items-center gap-3">
      <span className="font-[650] desk:text-right">{rate === null ? UNKNOWN : count(rate.median)}</span>
      <svg
        className="h-6 w-full desk:overflow-visible"
        role="img"
        aria-label={rate === null ? 'void' : `${count(rate.low)} to ${count(rate.high)}`}
      >
        <Drawn markup={rateBar(result, scale)} />
      </svg>
    </div>
  );
}

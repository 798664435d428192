import type { StrategyResult } from '../../../sdk/index.ts';
import { count, UNKNOWN } from '../../lib/format.ts';
import type { LogScale } from './log-scale.ts';
import { ScaleLines } from './scale-lines.tsx';

/** Durable orders per second: the median as a number and a line, its interval as a bar. Dashed where it ranks nothing. */
export function RateCell({ result, scale }: { readonly result: StrategyResult; readonly scale: LogScale }) {
  const { ordersPerSecond: rate, verdict } = result;
  return (
    <div className="grid grid-cols-[3.5rem_minmax(0,1fr)] items-center gap-3">
      <span className="font-[650] desk:text-right">{rate === null ? UNKNOWN : count(rate.median)}</span>
      <svg
        className="h-6 w-full desk:overflow-visible"
        role="img"
        aria-label={rate === null ? 'void' : `${count(rate.low)} to ${count(rate.high)}`}
      >
        <ScaleLines scale={scale} />
        {rate !== null && (
          <g className="rate" data-verdict={verdict}>
            <line
              className="rate-range"
              x1={`${scale.at(rate.low)}%`}
              x2={`${scale.at(rate.high)}%`}
              y1="12"
              y2="12"
            />
            <line
              className="rate-median"
              x1={`${scale.at(rate.median)}%`}
              x2={`${scale.at(rate.median)}%`}
              y1="2"
              y2="22"
            />
          </g>
        )}
      </svg>
    </div>
  );
}

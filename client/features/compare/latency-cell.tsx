import type { StrategyResult } from '../../../sdk/index.ts';
import type { LogScale } from './log-scale.ts';
import { ScaleLines } from './scale-lines.tsx';
import { milliseconds } from './words.ts';

/** Latency: the dot is p50, the bar at the right end p99. */
export function LatencyCell({
  result,
  scale,
}: {
  readonly result: StrategyResult;
  readonly scale: LogScale;
}) {
  const { p50Ms, p99Ms } = result;
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-3">
      <span className="font-[650] whitespace-nowrap desk:text-right">
        {milliseconds(p50Ms)} <span className="font-normal text-ink-3">to</span> {milliseconds(p99Ms)}
      </span>
      <svg className="h-6 w-full desk:overflow-visible" aria-hidden="true">
        <ScaleLines scale={scale} />
        {p50Ms !== null && p99Ms !== null && (
          <>
            <line
              className="latency-range"
              x1={`${scale.at(p50Ms)}%`}
              x2={`${scale.at(p99Ms)}%`}
              y1="12"
              y2="12"
            />
            <circle className="latency-p50" cx={`${scale.at(p50Ms)}%`} cy="12" r="4.5" />
            <line
              className="latency-p99"
              x1={`${scale.at(p99Ms)}%`}
              x2={`${scale.at(p99Ms)}%`}
              y1="6"
              y2="18"
            />
          </>
        )}
      </svg>
    </div>
  );
}

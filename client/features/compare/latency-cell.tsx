import { latencyBar } from '../../../lab/report/comparison/bars.ts';
import type { StrategyResult } from '../../../sdk/index.ts';
import { Drawn } from '../../lib/drawn.tsx';
import type { LogScale } from '../../../lab/report/comparison/log-scale.ts';
import { milliseconds } from '../../../lab/report/comparison/words.ts';

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
        <Drawn markup={latencyBar(result, scale)} />
      </svg>
    </div>
  );
}

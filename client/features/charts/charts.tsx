import { memo, useMemo } from 'react';
import type { Frame } from '../../lib/model.ts';
import { HeatStrip } from './heat-strip.tsx';
import { LineChart } from './line-chart.tsx';
import { percentiles, rates } from './series.ts';

/** The slices of the run that is shown; none before the first run. */
export interface ChartsProps {
  readonly frames: readonly Frame[];
  readonly durationMs: number;
  readonly untilMs: number;
}

/** How fast, how long, and every single answer: the charts move while an attack runs, and follow its replay. */
export const Charts = memo(function Charts({ frames, durationMs, untilMs }: ChartsProps) {
  const lines = useMemo(
    () => ({
      rate: [
        { name: 'answers', tone: 'dashed', samples: rates(frames, 'answered') },
        { name: 'orders', tone: 'main', samples: rates(frames, 'confirmed') },
      ] as const,
      latency: [
        { name: 'p99', tone: 'ink', samples: percentiles(frames, 'p99Ms') },
        { name: 'p95', tone: 'dashed', samples: percentiles(frames, 'p95Ms') },
        { name: 'p50', tone: 'main', samples: percentiles(frames, 'p50Ms') },
      ] as const,
    }),
    [frames],
  );
  const time = { durationMs, untilMs };
  return (
    <section className="grid grid-cols-1 border-b border-line tab:grid-cols-3" aria-label="Figures over time">
      <LineChart title="Answers and orders" rest="per second" lines={lines.rate} {...time} />
      <LineChart title="Latency" rest="ms, over time" lines={lines.latency} {...time} />
      <HeatStrip frames={frames} {...time} />
    </section>
  );
});

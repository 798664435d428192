import { Redis } from 'ioredis';
import { createSpans, timed } from '../../server/domain/spans.ts';
import { createMetrics } from '../../server/metrics.ts';
import { withMetrics } from '../../server/purchase-metrics.ts';
import { createFigures } from '../../server/services/figures.ts';
import type { Job } from './job.ts';

/** Between two looks at the clock and at what Redis has answered. */
const BATCH = 500;

/** Waits as different as they are: histogram and map have many buckets then. Made before, since making them costs too. */
const WAITS_MS = Array.from({ length: 1_024 }, (_, index) => 1.37 ** index % 40);

const nothing = (): number => 0;

/**
 * What a purchase does for the figures, and nothing else: its spans (of what REDIS_LUA waits for), the histogram, the
 * metrics, and their way to Redis ten times a second. Tells how often; the CPU time of the process is what it cost.
 */
export function openFiguresJob({
  redisUrl,
}: {
  redisUrl: string;
}): Promise<Job<{ readonly seconds: number }, { readonly recorded: number }>> {
  const redis = new Redis(redisUrl);
  const gauges = {
    inFlight: nothing,
    groupWaiting: nothing,
    poolWaiting: nothing,
    lostUnits: nothing,
    excessUnits: nothing,
  };
  const figures = withMetrics(createFigures(redis, 'bench'), createMetrics(gauges));
  let turn = 0;
  const one = async (): Promise<void> => {
    const spans = createSpans();
    await timed({ spans }, 'redis', () => Promise.resolve());
    turn = (turn + 1) % WAITS_MS.length;
    const waitedMs = WAITS_MS[turn] ?? 1;
    spans.add('group', waitedMs);
    spans.add('statements', waitedMs);
    // As the product writes it down: no object is made of another one.
    figures.record({
      saleId: '999999999',
      epoch: 1,
      strategy: 'REDIS_LUA',
      quantity: 1,
      figure: 'confirmed',
      latencyMs: 2.5 * waitedMs,
      spans,
    });
  };
  return Promise.resolve({
    async run({ seconds }) {
      const until = performance.now() + seconds * 1_000;
      let recorded = 0;
      while (performance.now() < until) {
        for (let count = 0; count < BATCH; count += 1) await one();
        recorded += BATCH;
        await new Promise((resolve) => setImmediate(resolve));
      }
      await figures.flush();
      return { recorded };
    },
    async [Symbol.asyncDispose]() {
      await figures[Symbol.asyncDispose]();
      await redis.quit();
    },
  });
}

import { crashPoint } from '../crash-points.ts';
import { limits } from '../domain/limits.ts';
import { PURCHASE_GROUP } from '../postgres/purchase-group.ts';
import { createGateSteps } from '../redis/through-gate.ts';
import { reserveWatched, watchedKey, watchSource } from '../redis/watch-gate.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Optimistic locking in Redis: look, then take, if nobody has touched it meanwhile. */
export const redisWatch: StrategyDefinition = {
  title: 'Redis WATCH',
  description: 'WATCH / MULTI / EXEC, bounded retries.',
  safe: true,
  usesRedis: true,
  gated: true,
  source: `-- 1. Redis: the gate, on a connection of its own\n${watchSource}\n-- 2. Postgres: the decision, with everyone who came meanwhile\n${PURCHASE_GROUP};`,
  why: 'EXEC does nothing when the watched counter was changed after it was read, so no two buyers take the same unit on the strength of one reading. As with every gate, Postgres decides in the end.',
  costs:
    'Two round trips to Redis for each attempt, on one of eight connections, and an attempt for nothing whenever another buyer was faster: the more want the same sale, the more work is thrown away.',
  survives:
    'As with a script: a gate that is lost is rebuilt from Postgres, and what a dead server had taken goes back after its lease. A buyer who loses every attempt is told to come again, with nothing taken.',
  choose:
    'Where scripts are not allowed, and few buyers want the same thing at once. For a rush a script does the same in one step.',

  create({ gate, truth, groups, redisLines, afterwards }) {
    const steps = createGateSteps({ gate, truth });
    return {
      async purchase(request) {
        crashPoint('before-reserve');
        const entry = await steps.enter(request, async () => {
          const answer = await redisLines.use(watchedKey(request), (line) => reserveWatched(line, request));
          const isTurnedAway = answer === 'busy' || answer.kind === 'contended';
          return isTurnedAway ? { kind: 'overloaded', retryAfterMs: limits.retryAfterMs } : answer;
        });
        if (entry.kind !== 'reserved' && entry.kind !== 'unknown') return entry;
        crashPoint('reserved');
        const outcome = await groups.purchase(request);
        crashPoint('committed');
        await afterwards.begin(steps.settle(request, outcome));
        return outcome;
      },
    };
  },
};

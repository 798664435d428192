import { crashPoint } from '../crash-points.ts';
import { timed } from '../domain/spans.ts';
import { PURCHASE_GROUP } from '../postgres/purchase-group.ts';
import { reserveSource } from '../redis/gate.ts';
import { createGateSteps } from '../redis/through-gate.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Redis turns most buyers away, Postgres decides about the rest, and only a COMMIT is an answer. */
export const redisLua: StrategyDefinition = {
  title: 'Redis Lua',
  description: 'A Lua script takes the units, Postgres commits the order before the buyer is answered.',
  safe: true,
  usesRedis: true,
  gated: true,
  source: `-- 1. Redis: the gate\n${reserveSource}\n-- 2. Postgres: the decision, with everyone who came meanwhile\n${PURCHASE_GROUP};`,
  why: 'Redis runs a script as one step, so no two buyers take the same unit from the gate. The gate is a guess all the same: Postgres decides, in groups, and only its COMMIT is an answer.',
  costs:
    'One round trip to Redis and a share of one commit. Buyers beyond the stock never reach Postgres, and those within share its lock.',
  survives:
    'Redis may restart, be flushed, fail over or go back in time: its gate is rebuilt from Postgres under a new fence. What a dead server had reserved goes back after its lease.',
  choose:
    'As the default for a rush: the fastest with a durable answer. Not worth a second store where the rush is small.',

  create({ gate, truth, groups, afterwards }) {
    const steps = createGateSteps({ gate, truth });
    return {
      async purchase(request) {
        crashPoint('before-reserve');
        const entry = await steps.enter(request, () => timed(request, 'redis', () => gate.reserve(request)));
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

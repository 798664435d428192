import { crashPoint } from '../crash-points.ts';
import { PURCHASE_GROUP } from '../postgres/purchase-group.ts';
import { createShards, takeUpToSource } from '../redis/shards.ts';
import { createShardSteps } from '../redis/through-shards.ts';
import type { StrategyDefinition } from './strategy.ts';

/** No hot key: eight counters, and a way round all of them when one has not enough. */
export const shardedCounter: StrategyDefinition = {
  title: 'Sharded counter',
  description:
    'The stock of one sale split over several Redis slots, the last units drained across all of them.',
  safe: true,
  usesRedis: true,
  gated: false,
  source: `-- 1. Redis: the buyer's own shard of eight, and the others where it has not enough\n${takeUpToSource}\n-- 2. Postgres: the decision, also where the shards had nothing and Postgres has units left\n${PURCHASE_GROUP};`,
  why: 'Every shard is a gate of its own, and a script takes from one at a time. What does not add up to a whole purchase goes back, and then Postgres says whether that is the end: so the last units are sold, wherever they lie, and each once.',
  costs:
    'One round trip while a shard has units; up to eight for the last ones, and a guess that is wrong more often than that of a single counter. On one Redis it gains nothing.',
  survives:
    'A shard that is lost is filled from what Postgres has left, and so is one that was emptied for nothing. What a dead server had reserved goes back after its lease. Without Redis Postgres decides about everyone.',
  choose:
    'When one sale is more than one node of a Redis Cluster can count. Until then a single gate is quicker and tells the truth sooner.',

  create({ redis, truth, groups, afterwards }) {
    const steps = createShardSteps(createShards(redis), truth);
    return {
      async purchase(request) {
        crashPoint('before-reserve');
        const entry = await steps.enter(request);
        if (entry.kind !== 'reserved' && entry.kind !== 'open') return entry;
        crashPoint('reserved');
        const outcome = await groups.purchase(request);
        crashPoint('committed');
        if (entry.kind === 'reserved') await afterwards.begin(steps.settle(entry.parts, outcome));
        return outcome;
      },
    };
  },
};

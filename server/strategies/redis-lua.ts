import { crashPoint } from '../crash-points.ts';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { PURCHASE_GROUP } from '../postgres/purchase-group.ts';
import { isRedisAway } from '../redis/errors.ts';
import { reserveSource } from '../redis/gate.ts';
import type { StrategyDefinition, StrategyDeps } from './strategy.ts';

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

  create: (deps) => ({
    async purchase(request) {
      crashPoint('before-reserve');
      const answer = await reserve(deps, request);
      if (answer !== 'reserved' && answer !== 'unknown') return answer;
      crashPoint('reserved');
      const outcome = await deps.groups.purchase(request);
      crashPoint('committed');
      await settle(deps, request, outcome);
      crashPoint('settled');
      return outcome;
    },
  }),
};

/**
 * Step 1. A Redis that is away, or whose answer was lost, turns nobody away: Postgres decides about everyone then, which
 * costs time and nothing else.
 */
async function reserve(
  deps: StrategyDeps,
  request: PurchaseRequest,
): Promise<'reserved' | 'unknown' | PurchaseOutcome> {
  try {
    const answer = await deps.gate.reserve(request);
    if (answer.kind === 'reserved') return 'reserved';
    if (answer.kind === 'absent') return await buildGate(deps, request);
    return answer.pending > 0 ? { kind: 'soldOut' } : await confirmEmpty(deps, request);
  } catch (error) {
    if (isRedisAway(error)) return 'unknown';
    throw error;
  }
}

/** Redis is new, was flushed or restarted: the gate is built from Postgres, and the purchase begins again. */
async function buildGate(deps: StrategyDeps, request: PurchaseRequest): Promise<PurchaseOutcome> {
  const sale = await deps.truth.standing(request.saleId);
  if (sale?.fence === request.fence) await deps.gate.build({ saleId: request.saleId, ...sale });
  return { kind: 'fenced' };
}

/**
 * The gate is empty and promises nothing to anyone, so it must agree with Postgres. Where Postgres has units left, the
 * gate has lost them: it is replaced under a new fence, and the purchase begins again.
 */
async function confirmEmpty(deps: StrategyDeps, request: PurchaseRequest): Promise<PurchaseOutcome> {
  const seen = await deps.truth.recentStanding(request.saleId);
  if (seen?.fence === request.fence && seen.remaining < request.quantity) return { kind: 'soldOut' };

  const now = await deps.truth.standing(request.saleId);
  if (now?.fence !== request.fence) return { kind: 'fenced' };
  if (now.remaining < request.quantity) return { kind: 'soldOut' };
  const event = { kind: 'rebuild', actor: 'engine', reason: 'the gate was empty with units left' } as const;
  const raised = await deps.truth.raiseFence({ saleId: request.saleId, ifFence: request.fence }, event);
  if (raised !== null) await deps.gate.build({ saleId: request.saleId, ...raised }, request.fence);
  return { kind: 'fenced' };
}

/**
 * Step 3. Sold units are gone from the gate, refused ones go back. An unknown end settles nothing: the reaper asks
 * Postgres when the lease is over. So it does when Redis is away now: the order is durable and its buyer must not wait.
 */
async function settle(deps: StrategyDeps, request: PurchaseRequest, outcome: PurchaseOutcome): Promise<void> {
  if (outcome.kind === 'inProgress' || outcome.kind === 'fenced') return;
  const gone = outcome.kind === 'confirmed' || outcome.kind === 'soldOut';
  try {
    const wasPending = await deps.gate.settle(request, !gone);
    // Sold without a reservation: Redis was away, or the lease was over. The gate still counts these units.
    if (outcome.kind === 'confirmed' && !wasPending) await deps.gate.correct(request, request.quantity);
  } catch (error) {
    if (!isRedisAway(error)) throw error;
  }
}

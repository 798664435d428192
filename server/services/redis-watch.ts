import type { DataSource } from 'typeorm';
import { crashPoint } from '../crash-points.ts';
import { oneAtATime } from '../domain/one-at-a-time.ts';
import type { SaleEvent, Truth } from '../domain/truth.ts';
import { raiseFreeFences } from '../postgres/repositories/sales.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import { RedisCluster, type RedisClient } from '../redis/client.ts';
import type { RememberingGate } from '../redis/gate.ts';
import { createHomes, type GateHome } from '../redis/homes.ts';
import type { Claim } from '../redis/life.ts';
import type { GateName } from '../redis/pending.ts';
import { createGateMoves, salesOn } from './gate-moves.ts';

const EVERY_MS = 250;

/** What it works on. */
export interface RedisWatchDeps {
  readonly postgres: DataSource;
  readonly redis: RedisClient;
  readonly gate: RememberingGate;
  readonly truth: Pick<Truth, 'raiseFence'>;
  readonly pubSub: Pick<PubSub, 'publish'>;
  readonly onError: (error: unknown) => void;
}

/**
 * Notices within a quarter of a second that Redis is not the one it was: restarted (and perhaps back in time by what its
 * log had lost), failed over, or flushed. Its gates are then worth nothing. Every sale gets a new fence in Postgres, so
 * that nothing begun on an old gate commits, and its gate is built anew from what Postgres has left. Of a cluster every
 * master is watched by itself, and it is the sales with a gate there that are concerned; so are those whose slot has moved.
 *
 * Redis itself remembers which of its lives the gates belong to, so that of many replicas the first one does the work.
 * A Redis that only could not be reached for a while is the same one, but has missed what was sold past it meanwhile:
 * the gates of those sales are built anew too.
 *
 * Resolves after the first look, so that a replica that serves has gates.
 */
export async function watchRedis(deps: RedisWatchDeps): Promise<Disposable> {
  const homes = createHomes(deps.redis);
  const moves = createGateMoves(deps);
  const watches = new Map<string, (home: GateHome) => Promise<void>>();
  const watch = (home: GateHome): Promise<void> => {
    const known = watches.get(home.name) ?? createWatch(deps);
    watches.set(home.name, known);
    return known(home);
  };
  const follow = oneAtATime(async () => {
    for (const sale of await moves()) deps.gate.miss(sale);
  }, deps.onError);
  const tick = async (): Promise<void> => {
    follow();
    await Promise.all(homes().map(watch));
  };
  // Before the first look, which may take long: the claim that comes with it has to be prolonged.
  const timer = setInterval(() => void tick(), EVERY_MS);
  await tick();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** Looks after the gates of one server. */
function createWatch(deps: RedisWatchDeps): (home: GateHome) => Promise<void> {
  const left: GateName[] = [];
  let underWay: Claim | 'looking' | null = null;

  async function look(home: GateHome): Promise<void> {
    const answer = await home.life.ask();
    if (answer === 'known') return rebuildMissed(deps, home, left);
    if (answer === 'claimed') return;
    underWay = answer;
    await rebuildAll(deps, home, left);
    await answer.end();
  }

  return async (home) => {
    if (underWay === 'looking') return;
    if (underWay !== null) return underWay.prolong().catch(deps.onError);
    // While the connection is down there is nothing to ask, and purchases find out for themselves.
    if (home.redis.status !== 'ready') return;
    underWay = 'looking';
    await look(home)
      .catch(deps.onError)
      .finally(() => (underWay = null));
  };
}

/** `left` are sales whose gates could not be rebuilt, for next time. */
async function rebuildAll(deps: RedisWatchDeps, home: GateHome, left: GateName[]): Promise<void> {
  const { postgres, redis, gate, pubSub } = deps;
  const isCluster = redis instanceof RedisCluster;
  const event = {
    kind: 'rebuild',
    actor: 'engine',
    reason: isCluster
      ? `the Redis node ${home.name} was started, restarted or flushed, or took over`
      : 'Redis was started, restarted or flushed',
  } as const;
  gate.takeMissed(home.has);
  left.length = 0;
  const here = isCluster ? (await salesOn(deps, home.has)).map(({ saleId }) => saleId) : null;
  const { raised, locked } = await raiseFreeFences(postgres, event, here);
  crashPoint('rebuild-fenced');
  await Promise.all(raised.map((sale) => gate.build(sale, sale.fence - 1)));
  for (const { saleId } of raised) pubSub.publish('saleChanged', { saleId });
  for (const sale of locked) {
    // eslint-disable-next-line no-await-in-loop -- each may take as long as a statement may wait, on a connection
    await tryRebuild(deps, { sale, event, left });
  }
}

async function rebuildMissed(deps: RedisWatchDeps, home: GateHome, left: GateName[]): Promise<void> {
  const event: SaleEvent = {
    kind: 'rebuild',
    actor: 'engine',
    reason: 'units moved that the gate may not have heard of',
  };
  const missed = [...deps.gate.takeMissed(home.has), ...left.splice(0)];
  await Promise.all(missed.map((sale) => tryRebuild(deps, { sale, event, left })));
}

/** One that fails, because its sale is locked for long, say, is tried again with the next that were missed. */
async function tryRebuild(
  deps: RedisWatchDeps,
  { sale, event, left }: { sale: GateName; event: SaleEvent; left: GateName[] },
): Promise<void> {
  try {
    await rebuild(deps, sale, event);
  } catch (error) {
    left.push(sale);
    deps.onError(error);
  }
}

async function rebuild(
  { truth, gate, pubSub }: RedisWatchDeps,
  { saleId, fence }: GateName,
  event: SaleEvent,
): Promise<void> {
  // A fence that has risen since brought a gate that knows of them.
  const raised = await truth.raiseFence({ saleId, ifFence: fence }, event);
  if (raised === null) return;
  await gate.build({ saleId, ...raised }, fence);
  pubSub.publish('saleChanged', { saleId });
}

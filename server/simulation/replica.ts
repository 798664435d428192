import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { createAfterwards } from '../domain/afterwards.ts';
import { limits } from '../domain/limits.ts';
import type { PurchaseInput } from '../domain/purchase-input.ts';
import type { PurchaseAnswer, PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { shareRecent } from '../domain/recent.ts';
import { RECENT_MS, type Truth } from '../domain/truth.ts';
import { createGroups } from '../postgres/group-commit.ts';
import { decideGroup } from '../postgres/purchase-group.ts';
import { findExisting } from '../postgres/repositories/orders.ts';
import { readStanding } from '../postgres/repositories/sales.ts';
import { runPurchase } from '../postgres/transaction.ts';
import { byDeadline } from '../domain/deadline.ts';
import { createGateCorrections } from '../services/gate-corrections.ts';
import type { Caller } from '../services/identity.ts';
import { createKnownKeys } from '../services/known-keys.ts';
import { runToEnd } from '../services/purchase-run.ts';
import { createPurchases } from '../services/purchases.ts';
import { reapSale } from '../services/reaper.ts';
import { cacheSales } from '../services/sale-directory.ts';
import { rebuildGate } from '../services/sales.ts';
import type { PurchaseStrategy } from '../strategies/index.ts';
import { createPostgresLine, type PostgresLine } from './postgres-line.ts';
import { createRedisLine } from './redis-line.ts';
import type { Owner } from './scheduler.ts';
import type { Stores } from './stores.ts';
import type { Witness } from './witness.ts';
import type { ProtocolDeps, Variant } from './variant.ts';
import type { World } from './world.ts';

/** One server process: the product's code on lines to the models of the stores. */
export interface Replica {
  readonly owner: Owner;
  buy(input: PurchaseInput): Promise<PurchaseAnswer>;
  reset(stock: number): Promise<void>;
  sync(): Promise<void>;
}

/** Messages between replicas, lost now and then. */
export interface Bus {
  publish(from: Owner): void;
  listen(owner: Owner, heard: () => void): () => void;
}

/** What replicas share. */
export interface ReplicaOptions {
  readonly owner: Owner;
  readonly stores: Stores;
  readonly bus: Bus;
  readonly variant: Variant;
  readonly witness: Witness;
}

const REAP_EVERY_MS = 2_000;
const SALE_WAIT_MS = 1_000;
const OVERLOADED = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs } as const;
const UNDECIDED = { kind: 'inProgress', retryAfterMs: limits.retryAfterMs } as const;
/** Strategies ask for stores that the one under test doesn't use. They are connected to nothing. */
const nowhere = new DataSource({ type: 'postgres' });
const noRedis = new Redis({ lazyConnect: true });
const noLines = { use: () => Promise.reject(new Error('the simulator has no connections to lend')) };

/** Starts one. Its reaper runs until it dies. */
export function startReplica(
  world: World,
  { owner, stores, bus, variant, witness }: ReplicaOptions,
): Replica {
  const { saleId } = stores.server.books;
  const gate = createRedisLine(world, { owner, store: stores.redis, model: stores.gate });
  const postgres = createPostgresLine(world, {
    owner,
    store: stores.postgres,
    server: stores.server,
    rules: variant.rules,
  });
  const truth = truthOn(postgres);
  const afterwards = createAfterwards((error) => world.violated(`I9 ${String(error)}`));
  const groups = createGroups((requests) => decideGroup(postgres, requests));
  const watchedGroups = { ...groups, purchase: watched(groups.purchase, witness) };
  const deps = {
    strategyDeps: {
      postgres: nowhere,
      writes: nowhere,
      redis: noRedis,
      redisLines: noLines,
      attempts: { record: () => undefined },
      ends: { record: () => undefined, failed: () => undefined },
      afterwards,
      ...variant.deps({ gate, truth, groups: watchedGroups }),
    },
    gate,
    directory: cacheSales(
      () => postgres.findSale(),
      (changed) => bus.listen(owner, () => changed(saleId)),
    ),
    knownKeys: createKnownKeys(postgres),
    figures: { record: () => undefined, flush: nothing, [Symbol.asyncDispose]: nothing },
    corrections: createGateCorrections(gate, afterwards),
    buyerRate: undefined,
  };
  const purchases = createPurchases(deps);
  const direct = directStrategy(postgres, witness);
  const rebuild = (sale: { id: string; fence: number; remaining: number }): Promise<void> =>
    rebuildGate({ gate, pubSub: { publish: () => bus.publish(owner) } }, sale);
  startReaping(world, { owner, postgres, gate, truth: variant.reaperTruth(truth) });
  return {
    owner,
    async buy(input) {
      if (input.strategy === 'REDIS_LUA') return (await purchases.purchase(input, callerOf(input))).answer;
      const sale = await byDeadline(deps.directory.get(saleId), null, SALE_WAIT_MS);
      if (sale === null) return OVERLOADED;
      return byDeadline(
        runToEnd(deps, { input, sale, strategy: direct }),
        UNDECIDED,
        limits.purchaseDeadlineMs - SALE_WAIT_MS,
      );
    },
    reset: async (stock) => rebuild(await postgres.reset(stock)),
    async sync() {
      const raised = await postgres.raiseFence('sync');
      if (raised !== null) await rebuild({ id: saleId, ...raised });
    },
  };
}

function callerOf({ buyerId }: PurchaseInput): Caller {
  return { isAdmin: false, buyerId, hasToken: true };
}

function truthOn(postgres: PostgresLine): Truth {
  const standing: Truth['standing'] = (saleId) => readStanding(postgres, saleId);
  const recent = shareRecent(standing, RECENT_MS);
  return {
    standing,
    recentStanding: recent.get,
    peekStanding: recent.peek,
    lastStanding: recent.last,
    forgetStanding: recent.forget,
    raiseFence: ({ ifFence }) => postgres.raiseFence('raise fence', ifFence),
    existing: (orderIds) => findExisting(postgres, orderIds),
  };
}

/** ROW_LOCK, as far as the gate is concerned: Postgres decides at once, and the gate hears of it afterwards. */
function directStrategy(postgres: PostgresLine, witness: Witness): PurchaseStrategy {
  const purchase = (request: PurchaseRequest): Promise<PurchaseOutcome> =>
    runPurchase(postgres, request, async () => {
      const end = await postgres.direct(request);
      if (end.kind === 'keyTaken')
        throw Object.assign(new Error('key taken'), { code: '23505', constraint: 'orders_one_per_key' });
      return end;
    });
  return { purchase: watched(purchase, witness) };
}

type Purchase = PurchaseStrategy['purchase'];

function watched(purchase: Purchase, witness: Witness): Purchase {
  return async (request) => {
    witness.begun(request);
    const outcome = await purchase(request);
    witness.decided(request, outcome);
    return outcome;
  };
}

function startReaping(
  world: World,
  deps: Pick<ProtocolDeps, 'gate'> & {
    owner: Owner;
    postgres: PostgresLine;
    truth: Pick<Truth, 'existing'> | null;
  },
): void {
  const { owner, postgres, gate, truth } = deps;
  if (truth === null) return;
  const reap = async (): Promise<void> => {
    const { id: saleId, fence } = await postgres.findSale();
    await reapSale({ gate, truth }, { saleId, fence });
  };
  let busy = false;
  const tick = (): void => {
    world.scheduler.after(REAP_EVERY_MS, tick, owner);
    if (busy) return;
    busy = true;
    reap()
      .catch(() => undefined)
      .finally(() => (busy = false));
  };
  world.scheduler.after(world.random.next() * REAP_EVERY_MS, tick, owner);
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

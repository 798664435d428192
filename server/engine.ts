import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { PoolConfig } from 'pg';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { createAfterwards } from './domain/afterwards.ts';
import type { Services } from './graphql/context.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { packageRoot } from './package-root.ts';
import { namedPools, poolsOf, type PoolSizes } from './pools.ts';
import { openDataSource } from './postgres/data-source.ts';
import { createGroupCommit } from './postgres/group-commit.ts';
import { migrateStore } from './postgres/migrate.ts';
import { createSessionCheck } from './postgres/opens-sessions.ts';
import { poolGauges } from './postgres/pool-gauges.ts';
import { PreparingClient } from './postgres/prepared-client.ts';
import { countLockWaits } from './postgres/repositories/books.ts';
import { createTruth } from './postgres/truth.ts';
import { withMetrics } from './purchase-metrics.ts';
import { createPubSub } from './realtime/pub-sub.ts';
import { openAnywhere, openBeside, openClient, RedisCluster, type RedisClient } from './redis/client.ts';
import { createGate } from './redis/gate.ts';
import { createRedisLines } from './redis/lines.ts';
import { createShards } from './redis/shards.ts';
import { openWith, type Resources } from './resources.ts';
import { createAttackBoard } from './services/attack-board.ts';
import { watchForOrphans } from './services/attack-orphans.ts';
import { createAttacks, type Attacks } from './services/attacks.ts';
import { createAttemptLog } from './services/attempt-log.ts';
import type { AttackRunDeps } from './services/attack-run.ts';
import { createAuditor } from './services/auditor.ts';
import { createBuyerRate, type RateLimit } from './services/buyer-rate.ts';
import { createEnvironment } from './services/environment.ts';
import { createSpansReading } from './services/figures-reading.ts';
import { createFigures } from './services/figures.ts';
import { createGateUpkeep } from './services/gate-upkeep.ts';
import { createHealth } from './services/health.ts';
import { createHoldFigures } from './services/hold-figures.ts';
import { startHoldReaper } from './services/hold-reaper.ts';
import { createHolds } from './services/holds.ts';
import { createKnownKeys } from './services/known-keys.ts';
import { createLateEnds } from './services/late-ends.ts';
import { createLedger } from './services/ledger.ts';
import { createOrders } from './services/orders.ts';
import { createPurchases } from './services/purchases.ts';
import { createQuiet } from './services/quiet.ts';
import { startReaper } from './services/reaper.ts';
import { startReconciler, type Reconciler } from './services/reconciler.ts';
import { watchRedis } from './services/redis-watch.ts';
import { strategies, strategyNames } from './strategies/index.ts';
import type { Truth } from './domain/truth.ts';
import { createReservationFeed } from './services/reservation-feed.ts';
import { createReservations } from './services/reservations.ts';
import { ALONE, type Siblings } from './services/siblings.ts';
import { createSaleAdmin } from './services/sale-admin.ts';
import { createSaleDirectory } from './services/sale-directory.ts';
import { createSales } from './services/sales.ts';
import { createSnapshots } from './services/snapshots.ts';
import { createStatsFeed } from './services/stats-feed.ts';
import { createSteps } from './services/steps/steps.ts';

/** What an engine runs on. */
export interface EngineOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly log: Log;
  /** This server's own GraphQL endpoint, which attacks aim at. */
  targetUrl(): string;
  /** Of purchases and holds that a buyer of LIVE sales asks for; undefined for no limit. */
  readonly buyerRate?: RateLimit | undefined;
  /** Of each process. */
  readonly pools?: PoolSizes;
  /** Processes of this server that serve; 1 by default. */
  readonly workers?: number;
  /** The other workers of this server; none by default. */
  readonly siblings?: Siblings;
}

/** Every use case of a replica, without a transport. Disposing it lets what has begun end, then closes its connections. */
export interface Engine extends AsyncDisposable {
  readonly services: Services;
  /** Of this process. */
  readonly metrics: Registry;
}

/** Connects to the stores, brings the schema up to date and wires the services. */
export function openEngine(options: EngineOptions): Promise<Engine> {
  const state = { isClosing: false };
  const onError = (error: unknown): void => {
    // Embedded stores stop right after their connections were told to end, and say so to those that have not read it.
    if (!state.isClosing) options.log.warn({ err: error }, 'a store connection failed');
  };
  return openWith(async (resources) => {
    const connections = await connect({ ...options, onError }, resources);
    const truth = createTruth(connections.desk);
    resources.own(await watchRedis({ ...connections, postgres: connections.desk, truth }));
    return {
      ...wire(options, { ...connections, truth }, resources),
      [Symbol.asyncDispose]: () => {
        state.isClosing = true;
        return resources[Symbol.asyncDispose]();
      },
    };
  });
}

type Connections = Awaited<ReturnType<typeof connect>> & { readonly truth: Truth };

async function connect(
  { databaseUrl, redisUrl, pools = poolsOf(1), onError }: EngineOptions & { onError(error: unknown): void },
  resources: Resources,
) {
  const openPool = async (name: string, poolSize: number, differing?: PoolConfig): Promise<DataSource> => {
    const pool = await openDataSource({ url: databaseUrl, name, poolSize, onError, differing });
    resources.defer(() => pool.destroy());
    return pool;
  };
  const openRedis = async <Connection extends RedisClient>(
    open: () => Promise<Connection>,
  ): Promise<Connection> => {
    const connection = await open();
    resources.defer(() => connection.disconnect());
    return connection;
  };
  await migrateStore({ url: databaseUrl, name: 'flash-sale migrations', onError });
  const desk = await openPool('flash-sale desk', pools.desk);
  const long = await openPool('flash-sale long work', pools.long);
  const prepared = { Client: PreparingClient };
  const purchasePool = await openPool('flash-sale purchases', pools.purchases, prepared);
  const writes = await openPool('flash-sale writes', pools.writes, prepared);
  const groups = resources.own(createGroupCommit(databaseUrl, onError));
  const redis = await openRedis(() => openClient(redisUrl, onError));
  const anywhere = (): Promise<Redis> => openRedis(() => openAnywhere(redis, onError));
  const isCluster = redis instanceof RedisCluster;
  const [subscriber, publisher] = await Promise.all([anywhere(), isCluster ? anywhere() : redis]);
  const redisLines = resources.own(createRedisLines(redis, (key) => openBeside(redis, key, onError)));
  const replicaId = randomUUID();
  const pubSub = resources.own(await createPubSub({ publisher, subscriber, replicaId, isCluster }));
  const afterwards = createAfterwards(onError);
  resources.defer(() => afterwards.settled());
  return {
    pools,
    desk,
    long,
    purchasePool,
    writes,
    groups,
    redis,
    redisLines,
    pubSub,
    replicaId,
    gate: createGate(redis),
    afterwards,
    onError,
  };
}

type Wired = Omit<Engine, typeof Symbol.asyncDispose>;

function wire(options: EngineOptions, connections: Connections, resources: Resources): Wired {
  const { desk, long, purchasePool, groups, redis, pubSub, replicaId, gate, truth, onError } = connections;
  const { siblings = ALONE } = options;
  siblings.introduce(replicaId, (gone) => pubSub.publish('replicaGone', { replicaId: gone }));
  const keepers = startKeepers(connections, resources);
  const gauges = {
    ...poolGauges(purchasePool),
    groupWaiting: () => groups.waiting(),
    inFlight: (): number => purchases.inFlight(),
    lostUnits: keepers.lost,
    excessUnits: keepers.excess,
  };
  const metrics = createMetrics(gauges);
  const figures = withMetrics(resources.own(createFigures(redis, replicaId)), metrics);
  const directory = resources.own(createSaleDirectory(desk, pubSub));
  const attempts = resources.own(createAttemptLog(desk, onError));
  const ends = createLateEnds({ figures, pubSub, onError });
  const buyerRate = options.buyerRate && createBuyerRate(redis, options.buyerRate);
  const purchases = createPurchases({
    strategyDeps: { ...connections, postgres: purchasePool, attempts, ends },
    directory,
    figures,
    knownKeys: createKnownKeys(desk),
    gate,
    buyerRate,
  });
  resources.own(purchases.start());
  const reservations = createReservations({ postgres: desk, redis, truth, directory });
  const upkeep = createGateUpkeep(gate, truth);
  const holdFigures = createHoldFigures(figures);
  const holds = createHolds({ postgres: purchasePool, directory, upkeep, figures: holdFigures, buyerRate });
  resources.own(startHoldReaper({ postgres: desk, upkeep, onError }));
  const settled = async (): Promise<void> => {
    await Promise.all([purchases.settled(), holds.settled()]);
    await Promise.all([figures.flush(), attempts.flush()]);
  };
  const sales = createSales({ postgres: desk, long, gate, pubSub });
  const quiet = resources.own(createQuiet(pubSub, { replicaId, own: settled, inFlight: purchases.inFlight }));
  const auditor = createAuditor({ postgres: long, redis, gate, settle: quiet.settle });
  const { inFlight, groupWaiting, poolInUse, poolWaiting } = gauges;
  const path = siblings.wholePath(() => ({
    inFlight: inFlight(),
    groupWaiting: groupWaiting(),
    poolInUse: poolInUse(),
    poolWaiting: poolWaiting(),
    poolSize: connections.pools.purchases,
  }));
  const snapshots = createSnapshots({ postgres: desk, redis, gate, path });
  const stats = resources.own(createStatsFeed(snapshots, onError));
  const lab = { sales, auditor, targetUrl: options.targetUrl, settle: quiet.settle };
  const attacks = resources.own(openLab(connections, lab));
  return {
    metrics,
    services: {
      sales,
      saleAdmin: createSaleAdmin({ postgres: long, gate, pubSub }),
      orders: createOrders(desk, directory),
      ledger: createLedger({ postgres: desk, long }),
      purchases,
      reservations,
      reservationFeed: resources.own(createReservationFeed(reservations, pubSub)),
      holds,
      stats,
      auditor,
      attacks,
      steps: siblings.sharedSteps(resources.own(createSteps({ ...options, onError }))),
      ...openFacts(options, connections),
    },
  };
}

/** What the server says of itself. */
function openFacts(
  { workers = 1, databaseUrl }: EngineOptions,
  { desk: postgres, redis, pools }: Connections,
): Pick<Services, 'health' | 'environment'> {
  return {
    health: createHealth({ postgres, redis, opensSessions: createSessionCheck(databaseUrl) }, version()),
    environment: createEnvironment({ postgres, redis, workers, pools: namedPools(pools) }),
  };
}

/** Attacks on this server's own API. */
function openLab(
  { desk: postgres, redis, pubSub, replicaId }: Connections,
  parts: Omit<AttackRunDeps, 'board' | 'spansOf' | 'countLockWaits'>,
): Attacks {
  const board = createAttackBoard({ postgres, pubSub, replicaId });
  return createAttacks({
    ...parts,
    postgres,
    pubSub,
    board,
    spansOf: createSpansReading(redis),
    countLockWaits: () => countLockWaits(postgres),
  });
}

/** What runs by itself in every replica. */
function startKeepers(connections: Connections, resources: Resources): Reconciler {
  const { desk, redis, pubSub, gate, truth, onError } = connections;
  const stores = { postgres: desk, redis, gate, truth, pubSub, onError };
  resources.own(startReaper({ ...stores, shards: createShards(redis) }));
  resources.own(watchForOrphans(stores));
  const unsafeStrategies = strategyNames.filter((name) => !strategies[name].safe);
  return resources.own(startReconciler({ ...stores, unsafeStrategies }));
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const found: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : undefined;
  return String(found);
}

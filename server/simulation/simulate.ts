import { openBooks } from './books.ts';
import { insist, sendCrowd } from './buyers.ts';
import { createChecker } from './checker.ts';
import { planBlows } from './blows.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { createFaults } from './faults.ts';
import { createRandom } from './random.ts';
import { createScheduler, type Owner } from './scheduler.ts';
import { createStores, type Stores } from './stores.ts';
import { createTrace } from './trace.ts';
import { REAL, type Variant } from './variant.ts';
import { onVirtualClock } from './virtual-clock.ts';
import { drawWeather, type Climate } from './weather.ts';
import { createWitness } from './witness.ts';
import { createWorld, type World } from './world.ts';

/** How a run ended. */
export interface Run {
  readonly seed: number;
  /** Empty when every invariant held. */
  readonly violations: readonly string[];
  /** The same for the same seed. */
  readonly hash: string;
  readonly steps: number;
  /** How often each fault struck and each step was died at. */
  readonly counts: ReadonlyMap<string, number>;
  /** The last steps, for people. */
  tail(count: number): string[];
}

const SALE_ID = '1';
const STEPS_MAX = 60_000;
const BUSY_MS = 4_000;
/** Longer than the latest message, then a lease, then two rounds of the reaper. */
const QUIET_MS = 28_000;
/** Long enough for the reaper to meet what is overdue. */
const HEALING_MS = 12_000;

/** Runs one seed: a crowd and its misfortunes, then quiet, then buyers until nothing is left. */
export async function simulate(
  seed: number,
  { variant = REAL, climate = 'wild' }: { variant?: Variant; climate?: Climate } = {},
): Promise<Run> {
  const random = createRandom(seed);
  const weather = drawWeather(random, climate);
  const scheduler = createScheduler(random);
  const faults = createFaults(random, weather.rates);
  const trace = createTrace();
  const kill = (owner: Owner): void => cluster.kill(owner);
  const world = createWorld({ ...weather, random, scheduler, faults, trace, kill });
  const books = openBooks({ saleId: SALE_ID, ...weather });
  const stores = createStores(world, books, () => checker.committed());
  const witness = createWitness(world, books);
  const checker = createChecker(world, books, witness);
  const cluster = startCluster(world, {
    stores,
    variant,
    checker,
    size: weather.replicas,
    witness,
  });

  async function story(): Promise<void> {
    planBlows(world, weather, { stores, cluster, overMs: BUSY_MS });
    const crowd = sendCrowd(world, cluster, {
      ...weather,
      saleId: SALE_ID,
      count: weather.buyers,
      overMs: weather.crowdMs,
    });
    await scheduler.sleep(BUSY_MS);
    faults.end();
    world.phase = 'healing';
    for (const store of [stores.redis, stores.postgres]) store.heal();
    world.note('CHECK', 'nothing goes wrong any more');
    await scheduler.sleep(HEALING_MS);
    world.phase = 'waiting';
    await Promise.all([crowd, scheduler.sleep(QUIET_MS - HEALING_MS)]);
    books.state = 'OPEN';
    world.phase = 'selling';
    await sellTheRest(world, cluster, stores);
    checker.ended();
  }
  try {
    await onVirtualClock(scheduler, async () => {
      let over = false;
      story().then(
        () => (over = true),
        (error: unknown) => world.violated(`I9 ${String(error)}`),
      );
      await scheduler.runUntil(() => over || world.violations.length > 0, STEPS_MAX);
    });
  } catch (error) {
    world.violated(`I6 ${String(error)}`);
  }
  const { violations } = world;
  return {
    seed,
    violations,
    hash: trace.hash(),
    steps: scheduler.steps(),
    counts: faults.counts,
    tail: trace.tail,
  };
}

/** Single units to one buyer after the other, until somebody hears that the sale is sold out. */
async function sellTheRest(
  world: World,
  cluster: Cluster,
  { gate, server: { books } }: Stores,
): Promise<void> {
  world.note('CHECK', `buyers until sold out: ${books.remaining} of ${books.stock} left`);
  const pending = gate.pending(books);
  if (pending.size > 0) world.violated(`I4 still pending: ${[...pending.keys()].join(', ')}`);
  for (let index = 0; index <= books.stock; index += 1) {
    const buyer = { buyerId: `last-${index}`, idempotencyKey: `key-of-last-${index}` };
    const heard = await insist(world, cluster, {
      ...buyer,
      saleId: SALE_ID,
      quantity: 1,
      strategy: 'REDIS_LUA',
    });
    if (heard.kind === 'confirmed' || heard.kind === 'replayed') continue;
    if (heard.kind !== 'soldOut') world.violated(`I5 ${buyer.buyerId} heard ${heard.kind}`);
    else if (books.remaining > 0) world.violated(`I5 sold out, with ${books.remaining} left`);
    return;
  }
  world.violated('I1 more buyers than units, and all of them bought');
}

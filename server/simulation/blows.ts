import type { Cluster } from './cluster.ts';
import { FAULTS } from './faults.ts';
import type { Stores } from './stores.ts';
import type { Weather } from './weather.ts';
import type { World } from './world.ts';

const OUTAGE_MAX_MS = 2_500;
const WATCH_MAX_MS = 3_000;

/** What befalls the stores as a whole, by name. */
function blowsOn({ random }: World, { redis, gate, postgres, server }: Stores, cluster: Cluster) {
  const outage = (): number => random.next() * OUTAGE_MAX_MS;
  const here = () => ({ saleId: server.books.saleId, fence: server.books.fence });
  const gateName = (): string => `${here().saleId}/${here().fence}`;
  const somebody = () => {
    const alive = cluster.alive();
    return alive.length === 0 ? null : random.pick(alive).owner;
  };
  return {
    'redis killed': () => redis.kill(outage()),
    'redis emptied': () => {
      if (random.chance(0.5)) redis.kill(outage());
      gate.keys.flush();
    },
    'redis rolled back': () => {
      redis.kill(outage());
      gate.keys.rollBack(random.between(1, 8));
    },
    'redis key lost': () => gate.keys.lose(gateName(), random.pick(['left', 'pending'])),
    'redis units lost': () => {
      if (gate.read(here()) !== null) gate.keys.write(gateName(), 0, new Map());
    },
    'redis frozen': () => redis.freeze(outage()),
    'redis cut off': () => {
      const owner = somebody();
      if (owner !== null) redis.cut(owner, outage());
    },
    'postgres killed': () => postgres.kill(outage()),
    'postgres cut off': () => {
      const owner = somebody();
      if (owner !== null) postgres.cut(owner, outage());
    },
  } as const;
}

/** Plans blows, resets, syncs and pauses within a time. */
export function planBlows(
  world: World,
  weather: Weather,
  on: { stores: Stores; cluster: Cluster; overMs: number },
): void {
  const { random, scheduler, faults } = world;
  const { stores, cluster, overMs } = on;
  const { server } = stores;
  const blows = blowsOn(world, stores, cluster);
  const names = FAULTS.filter((fault): fault is keyof typeof blows => Object.hasOwn(blows, fault));
  const sometime = (happens: () => void): void => void scheduler.after(random.next() * overMs, happens, null);
  const strike = (name: keyof typeof blows): void => {
    faults.count(name);
    world.note('FAULT', name);
    blows[name]();
    // The watch over Redis notices some of it, and raises the fence as a sync does.
    const watch = cluster.alive()[0];
    if (!/redis (killed|emptied|rolled back)/.test(name) || watch === undefined || random.chance(0.5)) return;
    const notice = (): void => void watch.sync().catch(() => undefined);
    scheduler.after(random.next() * WATCH_MAX_MS, notice, watch.owner);
  };
  for (let count = 0; count < weather.blows; count += 1) {
    const name = random.pick(names);
    sometime(() => strike(name));
  }
  if (weather.losesUnits) sometime(() => strike('redis units lost'));
  for (let count = 0; count < weather.resets; count += 1) {
    const stock = random.between(1, 6);
    const kind = random.pick(['reset', 'sync', 'pause'] as const);
    sometime(() => {
      faults.count(kind);
      if (kind === 'pause') return pause(world, server);
      // Two replicas at once: each does all of it.
      for (const replica of cluster.alive().slice(0, 2)) {
        const act = (): Promise<void> => (kind === 'reset' ? replica.reset(stock) : replica.sync());
        scheduler.after(world.delay(), () => void act().catch(() => undefined), replica.owner);
      }
    });
  }
}

function pause({ scheduler, random }: World, { transaction }: Stores['server']): void {
  const set = (state: 'OPEN' | 'PAUSED'): void =>
    transaction(
      () => ({ value: null, write: { state }, words: state }),
      ({ ok }) => void (ok || scheduler.after(100, () => set(state), null)),
    );
  set('PAUSED');
  scheduler.after(100 + random.next() * OUTAGE_MAX_MS, () => set('OPEN'), null);
}

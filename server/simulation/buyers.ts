import type { PurchaseInput } from '../domain/purchase-input.ts';
import type { StrategyName } from '../strategies/index.ts';
import type { Cluster, Heard } from './cluster.ts';
import type { World } from './world.ts';

/** How buyers of a run behave. */
export interface Crowd {
  readonly saleId: string;
  readonly count: number;
  readonly overMs: number;
  readonly quantityMax: number;
  /** Share of purchases that go past the gate. */
  readonly directShare: number;
}

const PATIENCE_MAX = 60;

/** Sends the whole crowd. Resolves when each of them has a definite answer, or nothing to ask again with. */
export async function sendCrowd(world: World, cluster: Cluster, crowd: Crowd): Promise<void> {
  const { random } = world;
  const buyers = Array.from({ length: crowd.count }, (_, index) => ({
    index,
    atMs: random.next() * crowd.overMs,
    strategy: strategyFor(world, crowd),
    quantity: random.between(1, crowd.quantityMax),
    kind: random.pick(['keyed', 'keyed', 'keyed', 'eager', 'changeable', 'shared', 'keyless'] as const),
  }));
  await Promise.all(
    buyers.map(async ({ index, atMs, strategy, quantity, kind }) => {
      await world.scheduler.sleep(atMs);
      const wish = { saleId: crowd.saleId, strategy, quantity };
      if (kind === 'keyless')
        return void (await cluster.ask({ ...wish, buyerId: `keyless-${index}`, idempotencyKey: null }));
      // A buyer that shares its name with others meets the limit; each purchase has a key of its own.
      const buyerId = kind === 'shared' ? 'shared' : `buyer-${index}`;
      const input = { ...wish, buyerId, idempotencyKey: `key-of-${index}` };
      const twice = kind === 'eager' ? [insist(world, cluster, input)] : [];
      await Promise.all([insist(world, cluster, input), ...twice]);
      if (kind === 'changeable') await insist(world, cluster, { ...input, quantity: quantity + 1 });
      if (random.chance(0.3)) await insist(world, cluster, input);
    }),
  );
}

function strategyFor({ random }: World, { directShare }: Crowd): StrategyName {
  return random.chance(directShare) ? 'ROW_LOCK' : 'REDIS_LUA';
}

/** Asks with the same key until the answer is definite. */
export async function insist(world: World, cluster: Cluster, input: PurchaseInput): Promise<Heard> {
  for (let attempt = 1; attempt < PATIENCE_MAX; attempt += 1) {
    const heard = await cluster.ask(input);
    if (!isOpen(heard)) return heard;
    await world.scheduler.sleep(100 + world.random.next() * 900);
  }
  world.violated(`I6 ${input.buyerId} gave up after ${PATIENCE_MAX} attempts`);
  return { kind: 'lost' };
}

function isOpen({ kind }: Heard): boolean {
  return kind === 'lost' || kind === 'failed' || kind === 'inProgress' || kind === 'overloaded';
}

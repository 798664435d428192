import { ask } from './ask.ts';
import { elapse } from './clock.ts';
import type { Cluster } from './cluster.ts';
import { anyOf } from './crowd.ts';
import type { Wish } from './history.ts';
import { readBooks } from './observer.ts';
import type { Random } from '../../simulation/random.ts';

const BUYERS = 10;
const PURCHASES_EACH = 8;
const QUANTITY_MAX = 1_000;
/** Whoever can go on buying for ever buys what is not there: the books say the rest. */
const TURNS_MAX = 60;
const UNDECIDED_MAX = 40;

/** Ten buyers buy until not one unit is to be had, in parcels that become smaller. Answers with their wishes. */
export async function drain(options: { cluster: Cluster; name: string; random: Random }): Promise<Wish[]> {
  const { cluster, name, random } = options;
  // Units in the pool can be had as well. Without them parcels may be so small that the turns do not suffice.
  const { remaining, pooled } = await readBooks(cluster.postgres);
  const parcel = Math.min(
    QUANTITY_MAX,
    Math.max(1, Math.floor((remaining + pooled) / BUYERS / PURCHASES_EACH)),
  );
  const wishes: Wish[] = [];
  const buyOut = async (buyer: number): Promise<void> => {
    let quantity = parcel;
    for (let turn = 0; quantity >= 1 && turn < TURNS_MAX; turn += 1) {
      const strategy = random.pick(cluster.safeStrategies);
      const buyerId = `${name}-drain-${buyer}`;
      const wish: Wish = { buyerId, key: `${buyerId}-${turn}`, quantity, strategy, attempts: [] };
      wishes.push(wish);
      const kind = await decide(wish, cluster, random);
      if (kind !== 'confirmed') quantity = Math.floor(quantity / 2);
    }
  };
  await Promise.all(Array.from({ length: BUYERS }, (_, buyer) => buyOut(buyer)));
  return wishes;
}

async function decide(wish: Wish, cluster: Cluster, random: Random): Promise<string> {
  for (let attempt = 0; attempt < UNDECIDED_MAX; attempt += 1) {
    const { kind } = await ask(wish, anyOf(cluster.replicas, random));
    if (kind !== 'inProgress' && kind !== 'overloaded' && kind !== 'lost') return kind;
    await elapse(250);
  }
  return 'undecided';
}

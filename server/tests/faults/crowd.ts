import type { PurchaseStrategy } from '../../../sdk/index.ts';
import { ask } from './ask.ts';
import { elapse, until } from './clock.ts';
import { isOpen, type Attempt, type Wish } from './history.ts';
import type { Random } from '../../simulation/random.ts';
import type { Replica } from './replica.ts';

/** Who buys, and how fast: bounded, so that the machine is under load and not on its knees. */
export interface CrowdOptions {
  /** Begins every buyer's name. */
  readonly name: string;
  readonly buyers: number;
  readonly strategies: readonly PurchaseStrategy[];
  readonly random: Random;
  readonly replicas: readonly Replica[];
}

/** Buyers who go on buying until they are stopped. */
export interface Crowd {
  readonly wishes: readonly Wish[];
  attempts(): Attempt[];
  /** Resolves when every buyer has its last answer. */
  stop(): Promise<void>;
}

const RETRY_SHARE = 0.2;
const MISUSE_SHARE = 0.05;
const PAUSE_MIN_MS = 150;
const PAUSE_MAX_MS = 450;
const RESOLVED_AT_ONCE = 60;
const RESOLVE_MAX_MS = 25_000;

/** A replica that takes requests, as a load balancer would choose it. */
export function anyOf(replicas: readonly Replica[], random: Random): Replica {
  const up = replicas.filter((replica) => replica.isUp());
  return random.pick(up.length > 0 ? up : replicas);
}

/** Buyers whose shop is closed look in again after a while. */
const whileClosed = (replicas: readonly Replica[]): boolean => !replicas.some((replica) => replica.isUp());

/** Runs `work` on each, so many at a time. */
async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const next = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: RESOLVED_AT_ONCE }, next));
}

/** Lets them loose. A fifth asks again what it has just asked, one in twenty uses a key for something else. */
export function startCrowd({ name, buyers, strategies, random, replicas }: CrowdOptions): Crowd {
  const wishes: Wish[] = [];
  const state = { running: true };
  const buy = async (buyer: number): Promise<void> => {
    for (let turn = 0; state.running; turn += 1) {
      await elapse(random.between(PAUSE_MIN_MS, PAUSE_MAX_MS));
      if (whileClosed(replicas)) continue;
      const quantity = random.chance(0.75) ? 1 : random.between(2, 3);
      const buyerId = `${name}-${buyer}`;
      const key = `${name}-${buyer}-${turn}`;
      const wish: Wish = { buyerId, key, quantity, strategy: random.pick(strategies), attempts: [] };
      wishes.push(wish);
      await ask(wish, anyOf(replicas, random));
      if (random.chance(RETRY_SHARE)) await ask(wish, anyOf(replicas, random));
      if (random.chance(MISUSE_SHARE)) await ask(wish, anyOf(replicas, random), quantity + 1);
    }
  };
  const all = Promise.all(Array.from({ length: buyers }, (_, buyer) => buy(buyer)));
  return {
    wishes,
    attempts: () => wishes.flatMap((wish) => wish.attempts),
    async stop() {
      state.running = false;
      await all;
    },
  };
}

/** Asks again with the same key until no wish is open. Some of those told "nothing was bought" are left at that. */
export async function resolve(
  wishes: readonly Wish[],
  { replicas, random }: Pick<CrowdOptions, 'replicas' | 'random'>,
): Promise<void> {
  const toAsk = wishes.filter((wish) => isOpen(wish) || wasTurnedAway(wish, random));
  const settle = async (wish: Wish): Promise<void> => {
    await until(
      `the end of ${wish.key}`,
      async () => {
        const { kind } = await ask(wish, anyOf(replicas, random));
        return kind !== 'overloaded' && !isOpen(wish);
      },
      { maxMs: RESOLVE_MAX_MS, everyMs: 250 },
      // Who never gets an end is found by the checker, with its history.
    ).catch(() => undefined);
  };
  await inTurns(toAsk, settle);
}

function wasTurnedAway(wish: Wish, random: Random): boolean {
  return wish.attempts.at(-1)?.answer.kind === 'overloaded' && random.chance(0.5);
}

import type { PurchaseAnswer } from '../domain/purchase.ts';
import type { PurchaseInput } from '../domain/purchase-input.ts';
import { isNeverSent, isRolledBack, isUnknownEnd } from '../postgres/errors.ts';
import { orderUnderKey } from './books.ts';
import type { Checker } from './checker.ts';
import { startReplica, type Bus, type Replica, type ReplicaOptions } from './replica.ts';
import type { Owner } from './scheduler.ts';
import type { World } from './world.ts';

/** What a buyer hears: an answer, an error of the server's, or nothing because the connection broke. */
export type Heard = PurchaseAnswer | { readonly kind: 'lost' } | { readonly kind: 'failed' };

/** Replicas behind an address: who dies is replaced. */
export interface Cluster {
  /** Asks one of them. Always ends. */
  ask(input: PurchaseInput): Promise<Heard>;
  alive(): readonly Replica[];
  kill(owner: Owner): void;
}

/** What it is made of. */
export interface ClusterOptions extends Omit<ReplicaOptions, 'owner' | 'bus'> {
  readonly size: number;
  readonly checker: Checker;
}

const RESTART_MAX_MS = 1_500;
const NO_SERVER_MS = 50;

/** Starts its replicas. */
export function startCluster(world: World, options: ClusterOptions): Cluster {
  const { scheduler, random } = world;
  const replicas = new Map<Owner, Replica>();
  /** Connections of buyers, by who serves them. */
  const open = new Map<Owner, Set<(heard: Heard) => void>>();
  const bus = createBus(world);
  let started = 0;

  function start(): void {
    const owner: Owner = { name: `server-${(started += 1)}`, alive: true };
    open.set(owner, new Set());
    replicas.set(owner, startReplica(world, { ...options, owner, bus }));
    world.note(owner.name, 'starts');
  }
  for (let count = 0; count < options.size; count += 1) start();

  return {
    alive: () => [...replicas.values()],
    kill(owner) {
      owner.alive = false;
      replicas.delete(owner);
      for (const hear of open.get(owner) ?? [])
        scheduler.after(world.delay(), () => hear({ kind: 'lost' }), null);
      scheduler.after(random.next() * RESTART_MAX_MS, start, null);
    },
    ask(input) {
      return new Promise((resolve) => {
        const alive = [...replicas.values()];
        if (alive.length === 0)
          return void scheduler.after(NO_SERVER_MS, () => resolve({ kind: 'lost' }), null);
        const replica = random.pick(alive);
        const connections = open.get(replica.owner);
        const hear = (heard: Heard): void => {
          connections?.delete(hear);
          resolve(heard);
        };
        connections?.add(hear);
        scheduler.after(
          world.delay(),
          () => void serve(world, { replica, input, hear, ...options }),
          replica.owner,
        );
      });
    },
  };
}

async function serve(
  world: World,
  to: Pick<ClusterOptions, 'stores' | 'checker'> & {
    replica: Replica;
    input: PurchaseInput;
    hear: (heard: Heard) => void;
  },
): Promise<void> {
  const { replica, input, hear, stores, checker } = to;
  const { owner } = replica;
  const { books } = stores.server;
  const begunAt = world.scheduler.now();
  const knownBefore = orderUnderKey(books, input.buyerId, input.idempotencyKey);
  const heard = await answerOf(world, replica, input);
  if (!owner.alive || world.diesAt(owner, 'answer', 'before')) return;
  const tookMs = world.scheduler.now() - begunAt;
  if (heard.kind !== 'failed') checker.said({ input, answer: heard, tookMs, knownBefore });
  const lost = world.faults.strikes('answer lost');
  world.note(owner.name, `answers ${input.buyerId} ${wordsOf(heard)}${lost ? ', which is LOST' : ''}`);
  world.scheduler.after(world.delay(), () => hear(lost ? { kind: 'lost' } : heard), null);
  if (!lost) world.diesAt(owner, 'answer', 'sent');
}

async function answerOf(
  world: World,
  { buy }: Replica,
  input: PurchaseInput,
): Promise<Heard & { kind: Exclude<Heard['kind'], 'lost'> }> {
  try {
    return await buy(input);
  } catch (error) {
    // A store that is away is an error to the buyer; anything else is a mistake in the code.
    const isAway = isNeverSent(error) || isUnknownEnd(error) || isRolledBack(error);
    if (!isAway) world.violated(`I9 ${String(error)}`);
    return { kind: 'failed' };
  }
}

function wordsOf(heard: Heard): string {
  return 'order' in heard ? `${heard.kind} ${heard.order.id}` : heard.kind;
}

function createBus(world: World): Bus {
  const listeners = new Map<() => void, Owner>();
  return {
    publish(from) {
      for (const [heard, owner] of listeners) {
        if (owner === from) heard();
        else if (!world.faults.strikes('message lost')) world.scheduler.after(world.delay(), heard, owner);
      }
    },
    listen(owner, heard) {
      listeners.set(heard, owner);
      return () => listeners.delete(heard);
    },
  };
}

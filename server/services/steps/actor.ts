import { uuidv7 } from '../../domain/ids.ts';
import type { Figure } from '../../domain/figures.ts';
import { limits } from '../../domain/limits.ts';
import type { PurchaseOutcome, PurchaseRequest } from '../../domain/purchase.ts';
import type { StepBuyerName } from '../../domain/steps.ts';
import { createTurnstile, type Answer, type TurnstileKeeper } from '../../domain/turnstile.ts';
import { strategies, type StrategyName } from '../../strategies/index.ts';
import { openActorStores } from './actor-stores.ts';
import type { BuyerEnd } from './outcome-words.ts';

/** The sale that a buyer wants units of, as it stands when an attempt begins. */
export interface Wish {
  readonly saleId: string;
  readonly quantity: number;
  standing(): Promise<{ epoch: number; fence: number }>;
}

/** A buyer with a replica of its own: real sessions, and a turnstile before each of them. */
export interface Actor {
  readonly name: StepBuyerName;
  readonly keeper: Pick<TurnstileKeeper, 'next' | 'underWay'>;
  /** What Postgres calls its sessions. */
  readonly sessionName: string;
  /** The processes of Postgres that have worked for it. */
  readonly backends: ReadonlySet<number>;
  /** Begins a purchase, which comes to its first statement and waits there. */
  begin(wish: Wish): void;
  /** Lets its next statement through. */
  letThrough(): void;
  /** How its purchase ended; null until it has, with nothing left to send. */
  end(): BuyerEnd | null;
  /** Refuses what it would still send. */
  silence(): void;
  /** Ends its connections. What they were doing must have been ended before. */
  close(): Promise<void>;
}

/** An answer, and whose. */
export interface Answered {
  readonly buyer: StepBuyerName;
  readonly answer: Answer;
}

/** What an actor is opened with. */
export interface ActorOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly strategy: StrategyName;
  readonly stageId: string;
  readonly keyPrefix: string;
  /** Keys of Redis that were used. */
  readonly keys: Set<string>;
  readonly onError: (error: Error) => void;
  /** Hears of everything that happens to it. */
  readonly changed: () => void;
  readonly answered: (answered: Answered) => void;
  /** How purchases ended that were promised an end, by their orders, whichever buyer's replica has written them. */
  readonly late: Map<string, Figure>;
}

/** Connects a buyer. */
export async function openActor(name: StepBuyerName, options: ActorOptions): Promise<Actor> {
  const { changed } = options;
  const keeper = createTurnstile({
    arrived: changed,
    answered(answer) {
      options.answered({ buyer: name, answer });
      changed();
    },
  });
  const sessionName = `flash-sale step ${name} ${options.stageId}`;
  const stores = await openActorStores(sessionName, { ...options, turnstile: keeper.turnstile });
  const strategy = strategies[options.strategy].create(stores.deps);
  const background = strategy.start?.({ byHand: true });
  const backends = new Set<number>();
  let end: BuyerEnd | null = null;
  keeper.hold();

  async function run(wish: Wish): Promise<PurchaseOutcome> {
    let outcome: PurchaseOutcome = { kind: 'fenced' };
    for (let attempt = 0; outcome.kind === 'fenced' && attempt < limits.fencedRetriesMax; attempt += 1) {
      // eslint-disable-next-line no-await-in-loop -- each attempt follows from the one before
      const standing = await wish.standing();
      const request = requestOf(wish, standing, { buyerId: name, strategy: options.strategy });
      // eslint-disable-next-line no-await-in-loop -- as above
      outcome = await strategy.purchase(request);
    }
    // What was promised is written by its own replica, one statement at a time like everything else.
    if (outcome.kind === 'pending') await background?.idle();
    return outcome;
  }

  return {
    name,
    keeper,
    sessionName,
    backends,
    begin(wish) {
      end = null;
      run(wish)
        .then(
          (outcome) => (end = { kind: 'outcome', outcome }),
          (error: unknown) => (end = { kind: 'thrown', error }),
        )
        .finally(changed);
    },
    letThrough() {
      const backend = keeper.next()?.backend ?? null;
      if (backend !== null) backends.add(backend);
      keeper.letThrough();
    },
    end: () => (keeper.next() === null && keeper.underWay() === null ? withLate(end, options.late) : null),
    silence: () => keeper.close(),
    async close() {
      await Promise.all([background?.[Symbol.asyncDispose](), stores.close()]);
    },
  };
}

function withLate(end: BuyerEnd | null, late: ReadonlyMap<string, Figure>): BuyerEnd | null {
  if (end?.kind !== 'outcome' || end.outcome.kind !== 'pending') return end;
  const figure = late.get(end.outcome.reservationId);
  return figure === undefined ? end : { ...end, late: figure };
}

function requestOf(
  { saleId, quantity }: Wish,
  { epoch, fence }: { epoch: number; fence: number },
  by: { buyerId: string; strategy: string },
): PurchaseRequest {
  return { orderId: uuidv7(), saleId, epoch, fence, quantity, key: null, fingerprint: null, ...by };
}

import type { PurchaseAnswer } from '../domain/purchase.ts';
import type { PurchaseInput } from '../domain/purchase-input.ts';
import { limits } from '../domain/limits.ts';
import { orderUnderKey, type Books, type StoredOrder } from './books.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';

/** What a server said to a buyer who asked at a time. */
export interface Said {
  readonly input: PurchaseInput;
  readonly answer: PurchaseAnswer;
  readonly tookMs: number;
  /** The order that stood under the buyer's key when the purchase began. */
  readonly knownBefore: StoredOrder | undefined;
}

/** Holds every step to the invariants. */
export interface Checker {
  /** After each commit. */
  committed(): void;
  /** Before an answer leaves its server. */
  said(said: Said): void;
  /** Once, when all has ended. */
  ended(): void;
}

/** A moment for the code around a purchase's deadline. */
const DEADLINE_SLACK_MS = 1;
/** So long a server that missed the message may take the sale for what it was before a reset. */
const DIRECTORY_AGE_MS = 1_000;

/** Checks these books and what is said about them. */
export function createChecker(world: World, books: Readonly<Books>, witness: Witness): Checker {
  const acknowledged = new Set<string>();
  const refusedOnce = new Set<string>();
  let fence = { number: books.fence, since: -Infinity };
  const every = (): StoredOrder[] => [...books.orders, ...books.archive];

  return {
    committed() {
      if (books.fence !== fence.number) fence = { number: books.fence, since: world.scheduler.now() };
      const sold = books.orders.reduce((sum, order) => sum + order.quantity, 0);
      if (sold > books.stock) world.violated(`I1 oversold: ${sold} of ${books.stock}`);
      if (books.stock !== books.remaining + sold)
        world.violated(`I1 books: stock ${books.stock}, remaining ${books.remaining}, sold ${sold}`);
      for (const order of books.orders) checkOrder(world, { books, witness }, order);
    },
    said({ input, answer, tookMs, knownBefore }) {
      if (tookMs > limits.purchaseDeadlineMs + DEADLINE_SLACK_MS)
        world.violated(`I6 answered after ${Math.round(tookMs)} ms`);
      if (answer.kind === 'confirmed' || answer.kind === 'replayed') {
        const { id } = answer.order;
        if (every().every((order) => order.id !== id)) world.violated(`I2 acknowledged, not there: ${id}`);
        acknowledged.add(id);
      }
      if (input.idempotencyKey === null && isRefusal(answer)) refusedOnce.add(input.buyerId);
      const begunAt = world.scheduler.now() - tookMs;
      if (begunAt - fence.since > DIRECTORY_AGE_MS) checkReplay(world, { input, answer, books, knownBefore });
    },
    ended() {
      const kept = new Set(every().map(({ id }) => id));
      for (const id of acknowledged) if (!kept.has(id)) world.violated(`I2 lost: ${id}`);
      for (const { id, buyerId } of every())
        if (refusedOnce.has(buyerId)) world.violated(`I2 told that nothing was bought: ${buyerId} has ${id}`);
    },
  };
}

function checkOrder(
  world: World,
  { books, witness }: { books: Readonly<Books>; witness: Witness },
  order: StoredOrder,
): void {
  const { id, buyerId, key } = order;
  const twins = books.orders.filter(
    (other) => other.buyerId === buyerId && key !== null && other.key === key,
  );
  if (twins.length > 1) world.violated(`I3 ${twins.length} orders under one key: ${id}`);
  const units = books.orders.reduce(
    (sum, other) => sum + (other.buyerId === buyerId ? other.quantity : 0),
    0,
  );
  if (books.limitPerBuyer !== null && units > books.limitPerBuyer)
    world.violated(`I3 ${buyerId} has ${units}, may have ${books.limitPerBuyer}`);
  const begunIn = witness.epochOf(id);
  if (order.epoch !== books.epoch || begunIn !== books.epoch)
    world.violated(`I3 begun in epoch ${begunIn}, sold in ${books.epoch}: ${id}`);
  const refusal = witness.refusalOf(id);
  if (refusal !== undefined) world.violated(`I2 ${id} is sold after it heard ${refusal}`);
}

/** A key that has its order, before and after, is answered with it, or told to ask again. */
function checkReplay(
  world: World,
  { input, answer, books, knownBefore }: Omit<Said, 'tookMs'> & { books: Readonly<Books> },
): void {
  const known = orderUnderKey(books, input.buyerId, input.idempotencyKey);
  if (knownBefore === undefined || known?.id !== knownBefore.id) return;
  if (answer.kind === 'inProgress' || answer.kind === 'overloaded') return;
  const same = known.quantity === input.quantity && known.strategy === input.strategy;
  if (same && answer.kind === 'replayed' && answer.order.id === known.id) return;
  if (!same && answer.kind === 'mismatch') return;
  // Who joins a purchase that began before a reset may hear of the order that it became there.
  if (
    answer.kind === 'replayed' &&
    orderUnderKey({ ...books, orders: books.archive }, input.buyerId, known.key)
  )
    return;
  world.violated(`I3 ${input.buyerId} has ${known.id} under this key, and heard ${answer.kind}`);
}

/** Ends that say: nothing was bought, and nothing will be. */
function isRefusal({ kind }: PurchaseAnswer): boolean {
  return kind === 'soldOut' || kind === 'limitReached' || kind === 'notOpen' || kind === 'overloaded';
}

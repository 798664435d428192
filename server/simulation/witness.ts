import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import type { Books } from './books.ts';
import type { World } from './world.ts';

/** Sees what Postgres was asked for each single purchase, and what became of it. */
export interface Witness {
  begun(request: PurchaseRequest): void;
  decided(request: PurchaseRequest, outcome: PurchaseOutcome): void;
  /** The epoch that a purchase was bound to. */
  epochOf(orderId: string): number | undefined;
  /** How a purchase was refused. */
  refusalOf(orderId: string): string | undefined;
}

/** An end that says nothing of this purchase is a refusal: it is not sold, and never will be. */
export function createWitness(world: World, books: Readonly<Books>): Witness {
  const epochs = new Map<string, number>();
  const refusals = new Map<string, string>();
  return {
    begun: ({ orderId, epoch }) => void epochs.set(orderId, epoch),
    decided({ orderId }, { kind }) {
      if (kind === 'confirmed' || kind === 'inProgress') return;
      refusals.set(orderId, kind);
      if (books.orders.some(({ id }) => id === orderId))
        world.violated(`I2 ${orderId} is sold, and heard ${kind}`);
    },
    epochOf: (orderId) => epochs.get(orderId),
    refusalOf: (orderId) => refusals.get(orderId),
  };
}

import type { DataSource } from 'typeorm';
import { crashPoint } from '../crash-points.ts';
import { limits } from '../domain/limits.ts';
import { Problem } from '../domain/problem.ts';
import { checkInteger, checkSaleId, noSuchSale } from '../domain/purchase-input.ts';
import { checkResetId, reasonOf } from '../domain/sale-input.ts';
import type { Product, Sale } from '../domain/sale.ts';
import { ProductEntity } from '../postgres/entities/product.entity.ts';
import {
  findSale,
  listSales,
  raiseFence,
  resetSale,
  type ResetDone,
  type ResetTo,
} from '../postgres/repositories/sales.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import type { Gate } from '../redis/gate.ts';

/** Sales as they are shown and administered. Methods that take an id throw a Problem when there is no such sale. */
export interface Sales {
  products(): Promise<Product[]>;
  list(): Promise<Sale[]>;
  /** Null for no such sale. */
  find(saleId: string): Promise<Sale | null>;
  /** Units that Redis counts as unsold; null when it holds no gate for the sale, or is away. */
  redisRemaining(sale: { id: string; fence: number }): Promise<number | null>;
  /**
   * New epoch: stock put back, orders archived, gate built anew. Purchases begun before can't commit into it. Asked again
   * with the same `resetId`, be it on two replicas at once, it answers with the sale and resets nothing. Throws a Problem
   * for a `resetId` that has put something else in place.
   */
  reset(saleId: string, to: ResetTo & { reason?: string | null }, actor: string): Promise<Sale>;
  /** A new fence, then a gate built from Postgres: safe under load, since nothing of the old fence can commit after it. */
  sync(saleId: string, actor: string): Promise<Sale>;
}

/** A sale under a fence that has just been raised. */
interface Fenced {
  readonly id: string;
  readonly fence: number;
  readonly remaining: number;
}

/** What follows a new fence. A Redis that is away changes nothing: the first purchase after it builds the gate. */
export async function rebuildGate(
  deps: { gate: Gate; pubSub: Pick<PubSub, 'publish'> },
  { id: saleId, fence, remaining }: Fenced,
): Promise<void> {
  crashPoint('fenced');
  // First of all: until a replica hears of it, it answers from the gate of the old fence, and Redis may take a second.
  deps.pubSub.publish('saleChanged', { saleId });
  await deps.gate.build({ saleId, fence, remaining }, fence - 1).catch(() => undefined);
}

/** What they stand on; resets take their time on `long`. */
export interface SalesDeps {
  readonly postgres: DataSource;
  readonly long: DataSource;
  readonly gate: Gate;
  readonly pubSub: PubSub;
}

/** Postgres first, always: Redis is rebuilt from it, and a Redis that is away is rebuilt by the first purchase after. */
export function createSales(deps: SalesDeps): Sales {
  const { postgres, long, gate, pubSub } = deps;

  const rebuild = (sale: Fenced): Promise<void> => rebuildGate({ gate, pubSub }, sale);

  return {
    products: () => postgres.manager.find(ProductEntity, { order: { id: 'ASC' } }),
    list: () => listSales(postgres),
    async find(saleId) {
      return /^[1-9][0-9]{0,17}$/.test(saleId) ? findSale(postgres, saleId) : null;
    },
    async redisRemaining(sale) {
      const seen = await gate.read(sale.id, sale.fence).catch(() => null);
      return seen?.left ?? null;
    },
    async reset(saleId, to, actor) {
      checkSaleId(saleId);
      if (to.stock !== null) checkInteger('stock', to.stock, { min: 0, max: limits.stockMax });
      if (to.raceWindowMs !== null)
        checkInteger('raceWindowMs', to.raceWindowMs, { min: 0, max: limits.raceWindowMaxMs });
      checkResetId(to.resetId ?? null);
      const event = { kind: 'reset', actor, reason: reasonOf(to.reason ?? null) } as const;
      const reset = await resetSale(long, saleId, to, event);
      if (reset === null) throw noSuchSale();
      if (reset.done === null) await rebuild(reset.sale);
      else checkSameReset(to, reset.done);
      return reset.sale;
    },
    async sync(saleId, actor) {
      checkSaleId(saleId);
      const event = { kind: 'sync', actor, reason: 'asked for' } as const;
      const raised = await postgres.transaction((manager) => raiseFence(manager, { id: saleId }, event));
      if (raised === null) throw noSuchSale();
      await rebuild({ id: saleId, ...raised });
      const sale = await findSale(postgres, saleId);
      if (sale === null) throw noSuchSale();
      return sale;
    },
  };
}

/** What is left out is asked of no reset in particular. */
function checkSameReset(asked: ResetTo, done: ResetDone): void {
  for (const name of ['stock', 'raceWindowMs'] as const) {
    if (asked[name] !== null && done[name] !== null && asked[name] !== done[name])
      throw new Problem(
        'BAD_USER_INPUT',
        `The reset with this resetId is done, with ${name} ${done[name]} and not ${asked[name]}: another reset needs a resetId of its own.`,
      );
  }
}

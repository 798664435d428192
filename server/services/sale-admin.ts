import type { DataSource } from 'typeorm';
import { limits } from '../domain/limits.ts';
import { Problem } from '../domain/problem.ts';
import {
  changedProduct,
  checkProduct,
  checkProductId,
  noSuchProduct,
  type ProductChanges,
  type ProductInput,
} from '../domain/product-input.ts';
import { checkSaleId, noSuchSale } from '../domain/purchase-input.ts';
import {
  checkSettings,
  reasonOf,
  type SaleChanges,
  type SaleInput,
  type SaleSettings,
} from '../domain/sale-input.ts';
import type { Product, Sale } from '../domain/sale.ts';
import type { SaleEvent } from '../domain/truth.ts';
import { changeProduct, insertProduct } from '../postgres/repositories/products.ts';
import {
  changeSale,
  insertSale,
  switchSale,
  type Administered,
  type Committed,
} from '../postgres/repositories/sale-admin.ts';
import { listSales } from '../postgres/repositories/sales.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import type { Gate } from '../redis/gate.ts';
import { rebuildGate } from './sales.ts';

/** Who asks, and why: both go into the ledger of the sale. */
export interface By {
  readonly actor: string;
  readonly reason: string | null;
}

/**
 * What an admin does to products and sales. Every change writes a row of the sale's ledger in its own transaction, and
 * every replica hears of it at once. Methods throw a Problem for input that can be mended and for no such sale; asked for
 * what is so already they change nothing.
 */
export interface SaleAdmin {
  createProduct(product: ProductInput): Promise<Product>;
  updateProduct(id: string, changes: ProductChanges, by: By): Promise<Product>;
  createSale(sale: SaleInput, by: By): Promise<Sale>;
  /** Moving the stock moves what is left by the difference; refused below what is sold and held. */
  updateSale(id: string, changes: SaleChanges, by: By): Promise<Sale>;
  /** Sells, within its window. */
  open(id: string, by: By): Promise<Sale>;
  /** Stops selling for a while. Holds may still be confirmed. */
  pause(id: string, by: By): Promise<Sale>;
  /** Ends the sale. Holds may still be confirmed until they expire. */
  close(id: string, by: By): Promise<Sale>;
}

/** See `SaleAdmin`. */
export function createSaleAdmin(deps: { postgres: DataSource; gate: Gate; pubSub: PubSub }): SaleAdmin {
  const { postgres, pubSub } = deps;
  const eventOf = (kind: SaleEvent['kind'], { actor, reason }: By): SaleEvent => {
    return { kind, actor, reason: reasonOf(reason) };
  };

  async function finish(done: Administered | null): Promise<Sale> {
    if (done === null) throw noSuchSale();
    if (done.isFenced) await rebuildGate(deps, done.sale);
    else if (done.isNew) pubSub.publish('saleChanged', { saleId: done.sale.id });
    return done.sale;
  }

  async function turn(id: string, state: 'OPEN' | 'PAUSED' | 'CLOSED', event: SaleEvent): Promise<Sale> {
    checkSaleId(id);
    return finish(await switchSale(postgres, { id, state, check: checkWindow }, event));
  }

  return {
    async createProduct(product) {
      checkProduct(product);
      const made = await insertProduct(postgres, product, limits.productsMax);
      if (made === null) throw full('products', limits.productsMax);
      return made;
    },
    async updateProduct(id, changes, by) {
      checkProductId(id);
      const change = (current: Product): Product => changedProduct(current, changes);
      const changed = await changeProduct(postgres, id, change, eventOf('edit', by));
      if (changed === null) throw noSuchProduct();
      for (const saleId of changed.saleIds) pubSub.publish('saleChanged', { saleId });
      return changed.product;
    },
    async createSale(input, by) {
      checkProductId(input.productId);
      checkSettings(input);
      const event = eventOf('create', by);
      if ((await listSales(postgres)).length >= limits.salesMax) throw full('sales', limits.salesMax);
      const sale = await insertSale(postgres, input, event);
      if (sale === null) throw noSuchProduct();
      await rebuildGate(deps, sale);
      return sale;
    },
    async updateSale(id, changes, by) {
      checkSaleId(id);
      const change = async (
        current: SaleSettings,
        committed: () => Promise<Committed>,
      ): Promise<SaleSettings> => {
        const next = { ...current, ...changes };
        checkSettings(next);
        const isTighter = next.stock < current.stock || next.limitPerBuyer !== current.limitPerBuyer;
        if (isTighter) checkRoom(next, await committed());
        return next;
      };
      return finish(await changeSale(postgres, id, change, eventOf('edit', by)));
    },
    open: (id, by) => turn(id, 'OPEN', eventOf('open', by)),
    pause: (id, by) => turn(id, 'PAUSED', eventOf('pause', by)),
    close: (id, by) => turn(id, 'CLOSED', eventOf('close', by)),
  };
}

/** What was promised is not taken back: neither units nor what a buyer has already. */
function checkRoom({ stock, limitPerBuyer }: SaleSettings, { units, buyerUnitsMax }: Committed): void {
  if (stock < units)
    throw new Problem('CONFLICT', `${units} units are sold or held: the stock can't be less.`);
  if (limitPerBuyer !== null && limitPerBuyer < buyerUnitsMax)
    throw new Problem(
      'CONFLICT',
      `One buyer has ${buyerUnitsMax} units: the limit can't be less before a reset.`,
    );
}

/** A sale that was opened must sell sooner or later. */
function checkWindow(asked: string, { state }: Sale): void {
  if (asked === 'OPEN' && state === 'CLOSED')
    throw new Problem('CONFLICT', "The sale's window is over: move closesAt, and it sells again.");
}

function full(what: string, countMax: number): Problem {
  return new Problem('CONFLICT', `There are ${countMax} ${what} already, which is as many as there can be.`);
}

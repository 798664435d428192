import type { DataSource } from 'typeorm';
import { checkSaleId, noSuchSale } from '../domain/purchase-input.ts';
import type { Sale } from '../domain/sale.ts';
import { findSale } from '../postgres/repositories/sales.ts';
import type { PubSub } from '../realtime/pub-sub.ts';

/** A change that no message told of is noticed after so long. */
const MAX_AGE_MS = 1_000;
const SALES_MAX = 10_000;

/** Sales as purchases see them: the fence and the rules, a moment old at most. Stock is never read from here. */
export interface SaleDirectory extends Disposable {
  /** Throws a Problem when there is no such sale. */
  get(saleId: string): Promise<Sale>;
  /** The same without waiting; undefined for a sale that has to be read first. */
  peek(saleId: string): Sale | undefined;
  /** Forgets what is known of a sale: the next purchase reads it again. */
  forget(saleId: string): void;
}

/** A cache in front of Postgres. */
export function createSaleDirectory(postgres: DataSource, pubSub: PubSub): SaleDirectory {
  return cacheSales(
    (saleId) => findSale(postgres, saleId),
    (changed) => pubSub.listen('saleChanged', ({ saleId }) => changed(saleId)),
  );
}

interface Known {
  readonly at: number;
  readonly sale: Promise<Sale | null>;
  found?: Sale | null;
}

/** Being wrong is harmless: a purchase under an old fence is refused and asked again. */
export function cacheSales(
  find: (saleId: string) => Promise<Sale | null>,
  listen: (changed: (saleId: string) => void) => () => void,
): SaleDirectory {
  const known = new Map<string, Known>();
  const unlisten = listen((saleId) => known.delete(saleId));

  function read(saleId: string): Promise<Sale | null> {
    const entry = known.get(saleId);
    if (entry !== undefined && performance.now() - entry.at < MAX_AGE_MS) return entry.sale;
    checkSaleId(saleId);
    const sale = find(saleId);
    if (known.size >= SALES_MAX) known.clear();
    const begun: Known = { at: performance.now(), sale };
    known.set(saleId, begun);
    // A read that failed must not be remembered; whoever waits for it hears of it.
    sale.then(
      (found) => (begun.found = found),
      () => known.delete(saleId),
    );
    return sale;
  }

  return {
    async get(saleId) {
      const sale = await read(saleId);
      if (sale === null) throw noSuchSale();
      return sale;
    },
    peek(saleId) {
      const entry = known.get(saleId);
      return entry !== undefined && performance.now() - entry.at < MAX_AGE_MS
        ? (entry.found ?? undefined)
        : undefined;
    },
    forget: (saleId) => known.delete(saleId),
    [Symbol.dispose]: unlisten,
  };
}

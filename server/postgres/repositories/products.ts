import type { DataSource } from 'typeorm';
import type { ProductInput } from '../../domain/product-input.ts';
import type { Product } from '../../domain/sale.ts';
import type { SaleEvent } from '../../domain/truth.ts';
import { ProductEntity } from '../entities/product.entity.ts';

/** Adds a product. Null when there are `countMax` already. */
export async function insertProduct(
  postgres: DataSource,
  product: ProductInput,
  countMax: number,
): Promise<Product | null> {
  if ((await postgres.manager.count(ProductEntity)) >= countMax) return null;
  return postgres.manager.save(ProductEntity, { ...product });
}

/**
 * Changes a product to what `change` makes of it; what that throws is thrown, and nothing has changed. Every sale of it
 * gets a row in its ledger, and is named in the answer. Null for no such product.
 */
export function changeProduct(
  postgres: DataSource,
  id: string,
  change: (current: Product) => Product,
  event: SaleEvent,
): Promise<{ product: Product; saleIds: string[] } | null> {
  return postgres.transaction(async (manager) => {
    const current = await manager.findOne(ProductEntity, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    if (current === null) return null;
    const product = change(current);
    const changes = changedFields(current, product);
    if (Object.keys(changes).length === 0) return { product, saleIds: [] };
    await manager.update(ProductEntity, { id }, changes);
    const sales = await manager.query<{ id: string }[]>(
      `INSERT INTO sale_events (sale_id, epoch, fence, kind, actor, reason, detail)
       SELECT id, epoch, fence, $2, $3, $4, $5 FROM sales WHERE product_id = $1 RETURNING sale_id AS id`,
      [id, event.kind, event.actor, event.reason, JSON.stringify({ product: changes })],
    );
    return { product, saleIds: sales.map((sale) => sale.id) };
  });
}

/** The fields of `after` that differ from `before`. Dates are compared by their time. */
export function changedFields<Fields extends object>(before: Fields, after: Fields): Partial<Fields> {
  const changed: Partial<Fields> = { ...after };
  for (const field of Object.keys(after) as (keyof Fields)[]) {
    if (JSON.stringify(before[field]) === JSON.stringify(after[field])) delete changed[field];
  }
  return changed;
}

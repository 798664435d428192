import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FlashSaleClient, OrderState, PurchaseStrategy } from '../../sdk/index.ts';
import { launch, type Running } from '../tests/faults/replica-process.ts';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { tempDir, type TempDir } from '../tests/_util/temp-dir.ts';
import { strategies, strategyNames } from './index.ts';

const STOCK = 10;
const BUYERS = 20;
/** Of all orders, so many are acknowledged when the server dies: every sale is in the middle of its rush. */
const ACKNOWLEDGED = 40;
const SAFE = strategyNames.filter((name) => strategies[name].safe);

interface Wish {
  readonly saleId: string;
  readonly strategy: PurchaseStrategy;
  readonly buyerId: string;
  readonly idempotencyKey: string;
}

let stores: FreshStores;
let dir: TempDir;
let server: Running;
const start = (): Promise<Running> => launch({ name: 'A', dataDir: dir.path, ...stores }, () => undefined);
beforeAll(async () => {
  [stores, dir] = await Promise.all([freshStores(), tempDir()]);
  server = await start();
});
afterAll(async () => {
  server.child.kill('SIGKILL');
  await server.ended;
  await stores[Symbol.asyncDispose]();
  await dir[Symbol.asyncDispose]();
});

/** A sale for each safe strategy, and its buyers' wishes. */
async function openSales(client: FlashSaleClient): Promise<Wish[]> {
  const [product] = await client.products();
  const wishesOf = async (strategy: PurchaseStrategy): Promise<Wish[]> => {
    const { id: saleId } = await client.createSale({
      input: { productId: product?.id ?? '', mode: 'LAB', stock: STOCK },
    });
    return Array.from({ length: BUYERS }, (_, buyer) => {
      const buyerId = `${strategy}-${buyer}`;
      return { saleId, strategy, buyerId, idempotencyKey: `key-of-${buyerId}` };
    });
  };
  return (await Promise.all(SAFE.map(wishesOf))).flat();
}

/** How a purchase ends, be it written behind. */
async function buyFrom(client: FlashSaleClient, wish: Wish, signal?: AbortSignal): Promise<OrderState> {
  const result = await client.purchase(wish, { signal });
  return result.__typename === 'PurchasePending' ? client.orderEnd(result.reservationId, { signal }) : result;
}

/** The order of a wish; null where it was turned away or nobody answered before the server died. */
async function orderOf({ client, ended }: Running, wish: Wish): Promise<string | null> {
  const death = new AbortController();
  void ended.then(() => death.abort());
  const result = await buyFrom(client, wish, death.signal).catch(() => null);
  return result?.__typename === 'PurchaseConfirmed' ? result.order.id : null;
}

/** The same, asked until there is an answer. */
async function endOf(client: FlashSaleClient, wish: Wish): Promise<string | null> {
  for (;;) {
    const result = await buyFrom(client, wish);
    if (result.__typename === 'PurchaseConfirmed') return result.order.id;
    if (result.__typename !== 'InProgress' && result.__typename !== 'Overloaded') return null;
  }
}

test('a server that is killed in the middle of every sale loses no acknowledged order, and all sell exactly', async () => {
  const wishes = await openSales(server.client);
  const acknowledged = new Map<Wish, string>();
  const buy = async (wish: Wish): Promise<void> => {
    const id = await orderOf(server, wish);
    if (id === null) return;
    acknowledged.set(wish, id);
    if (acknowledged.size === ACKNOWLEDGED) server.child.kill('SIGKILL');
  };
  const rush = Promise.all(wishes.map(buy));
  await server.ended;
  await rush;

  server = await start();
  const { client } = server;
  const saleIds = [...new Set(wishes.map(({ saleId }) => saleId))];
  // What the dead server had reserved would come back after its lease.
  await Promise.all(saleIds.map((saleId) => client.syncRedis(saleId)));
  const again = new Map(
    await Promise.all(wishes.map(async (wish) => [wish, await endOf(client, wish)] as const)),
  );
  const lost = [...acknowledged].filter(([wish, id]) => again.get(wish) !== id);
  expect(lost).toEqual([]);
  const audits = await Promise.all(saleIds.map((saleId) => client.audit(saleId)));
  expect(audits.map(({ verdict, sold, explanation }) => ({ verdict, sold, explanation }))).toEqual(
    audits.map(({ explanation }) => ({ verdict: 'EXACT', sold: STOCK, explanation })),
  );
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from '../tests/_util/engine.ts';
import { ANONYMOUS } from '../services/identity.ts';
import { strategies, strategyNames } from './index.ts';

const STOCKS = [20, 30] as const;
const BUYERS = 60;

let lab: TestEngine;
beforeAll(async () => {
  lab = await openTestEngine();
});
afterAll(() => lab[Symbol.asyncDispose]());

async function openSale(stock: number): Promise<string> {
  const [product] = await lab.services.sales.products();
  const { id } = await lab.services.saleAdmin.createSale(
    {
      productId: product?.id ?? '',
      mode: 'LAB',
      stock,
      limitPerBuyer: null,
      opensAt: null,
      closesAt: null,
      raceWindowMs: 5,
    },
    { actor: 'test', reason: null },
  );
  return id;
}

/** One buyer of one sale, asked until there is an end. */
async function buy(saleId: string, strategy: string, buyer: number): Promise<void> {
  const input = {
    saleId,
    buyerId: `buyer-${buyer}`,
    quantity: 1,
    strategy,
    idempotencyKey: `${saleId}-${strategy}-${buyer}`,
  };
  for (;;) {
    const { answer } = await lab.services.purchases.purchase(input, ANONYMOUS);
    if (answer.kind !== 'inProgress' && answer.kind !== 'overloaded') return;
  }
}

test.each(strategyNames.filter((name) => strategies[name].safe))(
  '%s sells two sales at once to the same buyers, each exactly, and never mixes them up',
  async (name) => {
    const saleIds = await Promise.all(STOCKS.map(openSale));
    const buyers = Array.from({ length: BUYERS }, (_, buyer) => buyer);
    await Promise.all(saleIds.flatMap((saleId) => buyers.map((buyer) => buy(saleId, name, buyer))));
    const audits = await Promise.all(saleIds.map((saleId) => lab.services.auditor.audit(saleId)));
    expect(audits.map(({ verdict, sold }) => ({ verdict, sold }))).toEqual(
      STOCKS.map((sold) => ({ verdict: 'EXACT', sold })),
    );
  },
);

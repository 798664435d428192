import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import { channelOf, gateKeys } from '../redis/keys.ts';
import { ANONYMOUS } from '../services/identity.ts';
import { openTestEngine, type TestEngine } from './_util/engine.ts';
import { holdsOf, type HoldsOf } from './_util/holds.ts';

let lab: TestEngine;
let holds: HoldsOf;
let redis: Redis;
beforeAll(async () => {
  lab = await openTestEngine();
  holds = holdsOf(lab);
  redis = new Redis(lab.stores.redisUrl);
  // A replica on new stores puts every sale behind a fence of its own: a gate that is spoilt before would be built anew.
  await vi.waitFor(async () => {
    if ((await lab.sql("SELECT FROM sale_events WHERE kind = 'rebuild'")).length === 0)
      throw new Error('the engine has not begun');
  });
});
afterAll(async () => {
  redis.disconnect();
  await lab[Symbol.asyncDispose]();
});
beforeEach(async () => void (await lab.services.sales.reset('1', { stock: 10, raceWindowMs: 5 }, 'test')));

const audit = (run?: { unknown: number; saturated: boolean }) => lab.services.auditor.audit('1', run);

/** So many buyers at once, each for a unit. */
async function sell(strategy: string, buyers: number): Promise<void> {
  await Promise.all(Array.from({ length: buyers }, (_, index) => holds.buy(`buyer-${index}`, strategy)));
}

/** The keys of the gate that is in force. */
async function gate(): Promise<{ left: string; pending: string }> {
  const [sale] = await lab.sql<{ fence: number }>('SELECT fence FROM sales WHERE id = 1');
  return gateKeys('1', sale?.fence ?? 0);
}

describe('UNDERSOLD', () => {
  test('is one unit that leaked out of the stock', async () => {
    await sell('GROUP_COMMIT', 4);
    await lab.sql('UPDATE sales SET remaining = remaining - 1 WHERE id = 1');
    expect(await audit()).toMatchObject({ verdict: 'UNDERSOLD', undersold: 1, sold: 4, remaining: 5 });
  });
});

describe('DRIFT', () => {
  test('is a gate that lies and promises its last unit for good: nobody is told that what Postgres has is gone', async () => {
    const { left, pending } = await gate();
    await redis.set(left, 0);
    await redis.zadd(pending, Date.now() + 20_000, `${uuidv7()}:1`);
    await sell('REDIS_LUA', 5);
    expect(await audit()).toMatchObject({ verdict: 'DRIFT', sold: 0, undersold: 0 });
  });

  test('is a stock row that forgot what was sold, as LOST_UPDATE leaves it: a sync copies it, a reset mends it', async () => {
    await lab.services.sales.reset('1', { stock: 10, raceWindowMs: 300 }, 'test');
    await sell('LOST_UPDATE', 4);
    const found = await audit();
    expect(found).toMatchObject({ verdict: 'DRIFT', sold: 4, redisRemaining: 6, drift: 3 });
    expect(found.explanation).toContain('the stock row says 9: it forgot 3 units sold. A reset starts anew.');
    await lab.services.sales.sync('1', 'test');
    expect(await audit()).toMatchObject({ verdict: 'DRIFT', redisRemaining: 9, drift: 6 });
    await lab.services.sales.reset('1', { stock: 10, raceWindowMs: null }, 'test');
    expect(await audit()).toMatchObject({ drift: 0 });
  });
});

describe('INCONCLUSIVE', () => {
  test('is a sale of which a replica has not told what it owes the books, until it has gone', async () => {
    await sell('GROUP_COMMIT', 10);
    await using silent = await joinSilently();
    const found = await audit();
    expect(found).toMatchObject({ verdict: 'INCONCLUSIVE', sold: 10, undersold: 0 });
    expect(found.explanation).toContain('A replica could not be asked, or did not answer');
    await silent[Symbol.asyncDispose]();
    expect(await audit()).toMatchObject({ verdict: 'EXACT', sold: 10 });
  });
});

/** To the others a replica that lives, hears them, and is frozen. */
async function joinSilently(): Promise<AsyncDisposable> {
  const [subscriber, publisher] = [new Redis(lab.stores.redisUrl), new Redis(lab.stores.redisUrl)];
  await subscriber.subscribe(channelOf(0));
  // Whoever hears of a new replica says that it lives itself.
  const heard = new Promise<void>((resolve) => {
    subscriber.on('message', (_channel, text: string) => {
      if (text.includes('replicaLives') && !text.includes('frozen')) resolve();
    });
  });
  const say = (topic: string) =>
    publisher.publish(
      channelOf(0),
      JSON.stringify({ from: 'frozen', topic, message: { replicaId: 'frozen' } }),
    );
  await say('replicaLives');
  await heard;
  return {
    async [Symbol.asyncDispose]() {
      if (publisher.status !== 'ready') return;
      await say('replicaGone');
      await Promise.all([publisher.quit(), subscriber.quit()]);
    },
  };
}

describe('DUPLICATE', () => {
  afterEach(async () => {
    await lab.sql('DELETE FROM orders');
    await lab.sql('ALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_one_per_key');
    await lab.sql('ALTER TABLE orders ADD CONSTRAINT orders_one_per_key UNIQUE (buyer_id, idempotency_key)');
    await lab.sql('UPDATE sales SET limit_per_buyer = NULL WHERE id = 1');
  });

  test('is one order that was written twice, though every number adds up', async () => {
    const key = { buyerId: 'ada', strategy: 'ROW_LOCK', idempotencyKey: 'the-key-of-ada' };
    await lab.services.purchases.purchase({ saleId: '1', quantity: 1, ...key }, ANONYMOUS);
    await lab.sql('ALTER TABLE orders DROP CONSTRAINT orders_one_per_key');
    await lab.sql(
      `WITH sale AS (UPDATE sales SET remaining = remaining - 1 WHERE id = 1)
       INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy, idempotency_key, fingerprint)
       SELECT $1, sale_id, epoch, buyer_id, quantity, strategy, idempotency_key, fingerprint FROM orders`,
      [uuidv7()],
    );
    await redis.decr((await gate()).left);
    expect(await audit()).toMatchObject({ verdict: 'DUPLICATE', duplicates: 1, sold: 2, drift: 0 });
  });

  test('is a buyer who has more than the limit', async () => {
    await holds.buy('ada', 'ROW_LOCK', 3);
    await lab.sql('UPDATE sales SET limit_per_buyer = 2 WHERE id = 1');
    expect(await audit()).toMatchObject({ verdict: 'DUPLICATE', duplicates: 1 });
  });
});

test('the last word on a run waits until a gate that was left wrong is mended', async () => {
  await sell('REDIS_LUA', 5);
  const { left } = await gate();
  await redis.decr(left);
  expect(await audit()).toMatchObject({ verdict: 'DRIFT', drift: 1 });
  expect(await audit({ unknown: 0, saturated: false })).toMatchObject({
    verdict: 'EXACT',
    sold: 5,
    drift: 0,
  });
});

test('Redis off by one is DRIFT, and a sync mends it', async () => {
  await sell('REDIS_LUA', 1);
  await redis.incr((await gate()).left);
  expect(await audit()).toMatchObject({ verdict: 'DRIFT', drift: 1 });
  await lab.services.sales.sync('1', 'test');
  expect(await audit()).toMatchObject({ verdict: 'EXACT', drift: 0 });
});

test('nothing sold and nobody refused is INCONCLUSIVE', async () => {
  expect(await audit()).toMatchObject({ verdict: 'INCONCLUSIVE', sold: 0, remaining: 10 });
});

describe('OVERSOLD', () => {
  test('is what LOST_UPDATE leaves, although the stock row looks right', async () => {
    await sell('LOST_UPDATE', 60);
    const verdict = await audit();
    expect(verdict.verdict).toBe('OVERSOLD');
    expect(verdict.remaining).toBeGreaterThanOrEqual(0);
    expect(verdict.sold).toBeGreaterThan(10);
    expect(verdict.explanation).toContain(`the stock row still says ${verdict.remaining}`);
  });

  test('counts units on hold, and says why orders that nobody recorded have no witness', async () => {
    await holds.take('ada', { quantity: 4 });
    await sell('ROW_LOCK', 6);
    expect(await audit()).toMatchObject({ verdict: 'EXACT', sold: 6, held: 4 });
    // By a strategy that may break the books, or the reconciler would pause the sale.
    await lab.sql(
      `INSERT INTO orders (id, sale_id, epoch, buyer_id, quantity, strategy)
       SELECT $1, id, epoch, 'bob', 2, 'NO_LOCK' FROM sales WHERE id = 1`,
      [uuidv7()],
    );
    const verdict = await audit();
    expect(verdict).toMatchObject({ verdict: 'OVERSOLD', oversold: 2, held: 4, sold: 8, witnesses: [] });
    expect(verdict.witnessNote).toMatch(/^There is no witness, since .* was not recorded/);
    expect(verdict.wrongFrom).toMatchObject({ number: 7 });
  });
});

describe('INCONCLUSIVE', () => {
  test('is a run with ends that nobody knows', async () => {
    await sell('GROUP_COMMIT', 12);
    expect(await audit({ unknown: 1, saturated: false })).toMatchObject({
      verdict: 'INCONCLUSIVE',
      unknown: 1,
    });
    expect(await audit({ unknown: 0, saturated: false })).toMatchObject({ verdict: 'EXACT', sold: 10 });
  });

  test('is a run whose generator could not keep up, unless it found an oversell all the same', async () => {
    const tired = { unknown: 0, saturated: true };
    await sell('GROUP_COMMIT', 12);
    expect(await audit(tired)).toMatchObject({ verdict: 'INCONCLUSIVE' });
    await lab.services.sales.reset('1', { stock: 1, raceWindowMs: 20 }, 'test');
    await sell('NO_LOCK', 20);
    expect(await audit(tired)).toMatchObject({ verdict: 'OVERSOLD' });
  });
});

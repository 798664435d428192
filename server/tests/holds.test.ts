import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import type { Hold, HoldAnswer } from '../domain/hold.ts';
import { ANONYMOUS } from '../services/identity.ts';
import { openTestEngine, type TestEngine } from './_util/engine.ts';
import { buyAll, holdsOf, type HoldsOf } from './_util/holds.ts';
import { holdLock } from './_util/sql.ts';

let lab: TestEngine;
let holds: HoldsOf;
beforeAll(async () => {
  lab = await openTestEngine();
  holds = holdsOf(lab);
});
afterAll(() => lab[Symbol.asyncDispose]());

const prepare = (stock: number) => lab.services.sales.reset('1', { stock, raceWindowMs: 0 }, 'test');
const kinds = (answers: readonly { kind: string }[]) => answers.map(({ kind }) => kind).toSorted();
const count = (answers: readonly { kind: string }[], kind: string) =>
  answers.filter((answer) => answer.kind === kind).length;

describe('holding', () => {
  beforeEach(async () => void (await prepare(100)));

  test('200 at once on 100 units hold exactly 100', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => holds.ask(`buyer-${index}`)));
    expect(count(answers, 'held')).toBe(100);
    expect(count(answers, 'soldOut')).toBe(100);
    expect(await holds.books()).toEqual({ remaining: 0, held: 100, sold: 0, identity: true });
    expect(await lab.services.sales.find('1')).toMatchObject({ state: 'SOLD_OUT', held: 100 });
    expect(await lab.services.auditor.audit('1')).toMatchObject({
      held: 100,
      oversold: 0,
      undersold: 0,
      drift: 0,
    });
    expect(await lab.services.stats.read('1')).toMatchObject({
      held: 100,
      orders: 0,
      databaseStock: 0,
      oversold: 0,
    });
  });

  test('purchases of every kind beside it never sell what is held', async () => {
    const [held, lua, rows] = await Promise.all([
      Promise.all(Array.from({ length: 100 }, (_, index) => holds.ask(`h-${index}`))),
      buyAll(lab, { strategy: 'REDIS_LUA', count: 100 }),
      buyAll(lab, { strategy: 'ROW_LOCK', count: 60 }),
    ]);
    const sold = (lua['confirmed'] ?? 0) + (rows['confirmed'] ?? 0);
    expect(count(held, 'held') + sold).toBe(100);
    expect(await holds.books()).toMatchObject({ remaining: 0, sold, identity: true });
    expect(await lab.services.auditor.audit('1')).toMatchObject({ oversold: 0, undersold: 0, drift: 0 });
  });

  test('the limit per buyer counts held and bought units together, whoever asks', async () => {
    await lab.sql('UPDATE sales SET limit_per_buyer = 3 WHERE id = 1');
    await lab.services.sales.sync('1', 'test');
    const held = await holds.take('ada', { quantity: 2 });
    expect(await holds.ask('ada', { quantity: 2 })).toEqual({ kind: 'limitReached', limit: 3 });
    for (const strategy of ['REDIS_LUA', 'ROW_LOCK']) {
      expect((await holds.buy('ada', strategy, 2)).answer).toMatchObject({ kind: 'limitReached' });
    }
    expect((await holds.buy('ada', 'ROW_LOCK', 1)).answer.kind).toBe('confirmed');
    expect((await holds.buy('ada', 'REDIS_LUA', 1)).answer.kind).toBe('limitReached');
    expect((await holds.confirm(held)).kind).toBe('confirmed');
    expect((await holds.ask('ada')).kind).toBe('limitReached');
    await lab.sql('UPDATE sales SET limit_per_buyer = NULL WHERE id = 1');
    await lab.services.sales.sync('1', 'test');
  });

  test('one key asked 20 times at once holds once; another wish under it is a mismatch; another buyer is free', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => holds.ask('ada', { key: 'hold-key-1' })),
    );
    expect(kinds(answers)).toEqual(Array(20).fill('held'));
    expect(new Set(answers.map((answer) => idOf(answer))).size).toBe(1);
    expect(answers.filter((answer) => answer.kind === 'held' && !answer.replayed).length).toBeLessThan(2);
    expect((await holds.ask('ada', { key: 'hold-key-1', quantity: 2 })).kind).toBe('mismatch');
    expect((await holds.ask('bob', { key: 'hold-key-1' })).kind).toBe('held');
    expect(await holds.books()).toMatchObject({ held: 2, remaining: 98, identity: true });
  });

  test.each([
    ['PAUSED', "state = 'PAUSED'"],
    ['CLOSED', "state = 'OPEN', opens_at = NULL, closes_at = clock_timestamp() - interval '1 second'"],
    ['SCHEDULED', "state = 'OPEN', closes_at = NULL, opens_at = clock_timestamp() + interval '1 hour'"],
  ])('a sale that is %s holds nothing, but what is held may be bought', async (state, change) => {
    const held = await holds.take('ada');
    await lab.sql(`UPDATE sales SET ${change} WHERE id = 1`);
    expect(await holds.ask('bob')).toMatchObject({ kind: 'notOpen', state });
    expect((await holds.confirm(held)).kind).toBe('confirmed');
    await lab.sql("UPDATE sales SET state = 'OPEN', opens_at = NULL, closes_at = NULL WHERE id = 1");
  });
});

describe('confirming', () => {
  test('makes one order of the hold, with its id, however often and at once it is asked', async () => {
    await prepare(5);
    const held = await holds.take('ada', { quantity: 3 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => holds.confirm(held)));
    expect(kinds(answers)).toEqual(Array(10).fill('confirmed'));
    expect(answers.filter((answer) => answer.kind === 'confirmed' && !answer.replayed).length).toBeLessThan(
      2,
    );
    expect(await holds.confirm(held)).toMatchObject({
      kind: 'confirmed',
      replayed: true,
      order: { id: held.id, buyerId: 'ada', quantity: 3, status: 'CONFIRMED' },
    });
    expect(await holds.books()).toEqual({ remaining: 2, held: 0, sold: 3, identity: true });
    expect(await lab.services.holds.find(held.id, ANONYMOUS)).toMatchObject({
      state: 'CONFIRMED',
      orderId: held.id,
    });
    expect(await holds.release(held)).toMatchObject({ kind: 'ended', hold: { state: 'CONFIRMED' } });
    expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 3, held: 0 });
    expect(await lab.services.stats.read('1')).toMatchObject({ orders: 3, confirmed: 1 });
  });

  test('is never told to have failed once it is done, though its order can not be read', async () => {
    const hold = await holds.take('ada');
    await using archive = await holdLock(lab.stores.databaseUrl, 'LOCK TABLE orders_archive');
    const answer = await lab.services.holds.confirm(hold, ANONYMOUS);
    expect(answer.kind).toBe('inProgress');
    await archive.unlock();
    expect(await holds.confirm(hold)).toMatchObject({ kind: 'confirmed', replayed: true });
  });

  test('after its time is a definite no, even before anybody has expired it, and its units are back', async () => {
    await prepare(1);
    const held = await holds.take('ada');
    await holds.makeDue(held);
    expect(await holds.confirm(held)).toMatchObject({ kind: 'ended', hold: { state: 'EXPIRED' } });
    expect(await holds.confirm(held)).toMatchObject({ kind: 'ended', hold: { state: 'EXPIRED' } });
    expect(await holds.books()).toEqual({ remaining: 1, held: 0, sold: 0, identity: true });
  });

  test.each([1, 2, 3, 4])('against its expiry is decided once, 40 holds, round %i', async () => {
    await prepare(40);
    const taken = await Promise.all(Array.from({ length: 40 }, (_, index) => holds.take(`buyer-${index}`)));
    // Due within the milliseconds in which the confirmations arrive, some before them and some after.
    await holds.makeAllDue(60);
    const answering = Promise.all(taken.map((hold) => holds.confirm(hold)));
    while ((await holds.books()).held > 0) await holds.expireAll();
    const answers = await answering;
    const confirmed = count(answers, 'confirmed');
    expect(confirmed + count(answers, 'ended')).toBe(40);
    expect(await holds.books()).toEqual({
      remaining: 40 - confirmed,
      held: 0,
      sold: confirmed,
      identity: true,
    });
    expect(await holds.states()).toEqual({ confirmed, expired: 40 - confirmed });
  });
});

describe('the end of a hold', () => {
  test('releasing gives its units back once, and REDIS_LUA then sells exactly the stock', async () => {
    await prepare(20);
    const taken = await Promise.all(Array.from({ length: 20 }, (_, index) => holds.take(`h-${index}`)));
    expect((await buyAll(lab, { strategy: 'REDIS_LUA', count: 5 }))['soldOut']).toBe(5);
    const twice = await Promise.all([...taken, ...taken].map((hold) => holds.release(hold)));
    expect(kinds(twice)).toEqual(Array(40).fill('released'));
    expect(await holds.books()).toEqual({ remaining: 20, held: 0, sold: 0, identity: true });
    await lab.services.holds.settled();
    expect(await lab.services.sales.redisRemaining({ id: '1', fence: await holds.fence() })).toBe(20);
    expect(await buyAll(lab, { strategy: 'REDIS_LUA', count: 40 })).toEqual({ confirmed: 20, soldOut: 20 });
    expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 20, drift: 0 });
  });

  test('its expiry is noticed within a second, and REDIS_LUA sells the units within two', async () => {
    await prepare(3);
    const held = await holds.take('ada', { quantity: 3 });
    expect((await holds.buy('bob', 'REDIS_LUA')).answer.kind).toBe('soldOut');
    await holds.makeDue(held);
    const dueAt = performance.now();
    await expect.poll(async () => (await holds.books()).remaining).toBe(3);
    const [row] = await lab.sql<{ late_ms: number }>(
      'SELECT (extract(epoch FROM ended_at - expires_at) * 1000)::float8 AS late_ms FROM holds WHERE id = $1',
      [held.id],
    );
    expect(row?.late_ms).toBeLessThan(1_000);
    expect((await holds.buy('bob', 'REDIS_LUA', 3)).answer.kind).toBe('confirmed');
    expect(performance.now() - dueAt).toBeLessThan(2_000);
    expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 3, undersold: 0 });
  });

  test('units that came back after a refusal are no wrong refusal, lost ones still are', async () => {
    await prepare(2);
    await holds.buy('ada', 'ROW_LOCK');
    const held = await holds.take('bob');
    expect((await holds.buy('cem', 'ROW_LOCK')).answer.kind).toBe('soldOut');
    await holds.release(held);
    expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'EXACT', sold: 1, remaining: 1 });
    await lab.sql('UPDATE sales SET remaining = 0 WHERE id = 1');
    expect(await lab.services.auditor.audit('1')).toMatchObject({ verdict: 'UNDERSOLD', undersold: 1 });
  });

  test('a reset ends what is held, keeps it by its epoch, and frees its keys', async () => {
    await prepare(4);
    const bought = await holds.take('ada', { key: 'before-reset-1' });
    const open = await holds.take('bob', { key: 'before-reset-2' });
    await holds.confirm(bought);
    const sale = await prepare(4);
    expect(await holds.books()).toEqual({ remaining: 4, held: 0, sold: 0, identity: true });
    expect(await holds.confirm(open)).toMatchObject({
      kind: 'ended',
      hold: { state: 'RELEASED', epoch: sale.epoch - 1 },
    });
    expect(await holds.confirm(bought)).toMatchObject({
      kind: 'confirmed',
      replayed: true,
      order: { epoch: sale.epoch - 1 },
    });
    expect(await holds.take('bob', { key: 'before-reset-2' })).toMatchObject({ epoch: sale.epoch });
    expect(await holds.books()).toEqual({ remaining: 3, held: 1, sold: 0, identity: true });
  });

  test('resets, holds, confirmations and releases all at once leave no unit behind', async () => {
    await prepare(30);
    const customer = async (index: number): Promise<void> => {
      const answer = await holds.ask(`buyer-${index}`);
      if (answer.kind !== 'held') return;
      await (index % 3 === 0 ? holds.release(answer.hold) : holds.confirm(answer.hold));
    };
    const crowd = Array.from({ length: 60 }, (_, index) => customer(index));
    await Promise.all([...crowd, prepare(30), prepare(25)]);
    expect(await holds.books()).toMatchObject({ identity: true });
    await expect.poll(async () => (await holds.books()).held).toBe(0);
    expect(['EXACT', 'INCONCLUSIVE']).toContain((await lab.services.auditor.audit('1')).verdict);
  });
});

describe('bad input', () => {
  test.each<[string, Partial<Parameters<typeof holds.wish>[1]>, RegExp]>([
    ['a quantity of 0', { quantity: 0 }, /^quantity must be/],
    ['4 seconds', { holdSeconds: 4 }, /^holdSeconds must be a whole number from 5 to 900/],
    ['901 seconds', { holdSeconds: 901 }, /^holdSeconds must be/],
    ['half seconds', { holdSeconds: 5.5 }, /^holdSeconds must be/],
    ['a short key', { key: 'short' }, /^idempotencyKey must be/],
    ['no such sale', { saleId: '999' }, /^No such sale/],
  ])('%s is refused with words that help', async (_what, change, words) => {
    await expect(holds.ask('ada', change)).rejects.toThrow(words);
  });

  test("no hold, and another buyer's, are the same answer", async () => {
    await prepare(2);
    const held = await holds.take('ada');
    const other: Hold = { ...held, buyerId: 'bob' };
    for (const hold of [other, { ...held, id: uuidv7() }, { ...held, id: "x' OR 1=1" }]) {
      await expect(holds.confirm(hold)).rejects.toThrow(/^No such hold/);
      await expect(holds.release(hold)).rejects.toThrow(/^No such hold/);
    }
    expect(await lab.services.holds.find('nonsense', ANONYMOUS)).toBeNull();
    expect(await lab.services.holds.find(uuidv7(), ANONYMOUS)).toBeNull();
    expect(await holds.books()).toMatchObject({ held: 1 });
  });

  test('a LIVE sale holds for the signed-in buyer alone, and shows the hold to nobody else', async () => {
    await prepare(2);
    await lab.sql("UPDATE sales SET mode = 'LIVE' WHERE id = 1");
    await lab.services.sales.sync('1', 'test');
    const ada = { ...ANONYMOUS, buyerId: 'ada', hasToken: true };
    const bob = { ...ada, buyerId: 'bob' };
    const input = holds.wish('ada');
    await expect(lab.services.holds.hold(input, ANONYMOUS)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    await expect(lab.services.holds.hold(input, bob)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const answer = await lab.services.holds.hold(input, ada);
    const hold = answer.kind === 'held' ? answer.hold : null;
    if (hold === null) throw new Error(answer.kind);
    await expect(lab.services.holds.confirm(hold, bob)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await lab.services.holds.find(hold.id, bob)).toBeNull();
    expect(await lab.services.holds.find(hold.id, ANONYMOUS)).toBeNull();
    expect(await lab.services.holds.find(hold.id, ada)).toMatchObject({ id: hold.id });
    expect((await lab.services.holds.confirm(hold, ada)).kind).toBe('confirmed');
    await lab.sql("UPDATE sales SET mode = 'LAB' WHERE id = 1");
    await lab.services.sales.sync('1', 'test');
  });
});

function idOf(answer: HoldAnswer): string {
  return answer.kind === 'held' ? answer.hold.id : answer.kind;
}

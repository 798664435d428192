import { expect, test } from 'vitest';
import { createClient, type PurchaseOptions } from './index.ts';
import { answerJson, type StubAnswer, startStubApi } from './tests/_util/stub-api.ts';

const soldOut = { __typename: 'SoldOut', message: 'Sold out.', saleId: '1' };
const later = (typename: string, retryAfterMs = 1) => ({
  __typename: typename,
  message: 'Later.',
  retryAfterMs,
});
const buy = { saleId: '1', buyerId: 'ada' };

/** Gives the answers one after the other, the last one for ever; null drops the connection. */
function inTurn(...answers: readonly (object | null)[]): StubAnswer {
  return (response, _call, index) => {
    const purchase = answers[Math.min(index, answers.length - 1)];
    if (purchase === null) response.destroy();
    else answerJson(response, { data: { purchase } });
  };
}

async function purchaseFrom(answer: StubAnswer, options?: PurchaseOptions) {
  await using stub = await startStubApi(answer);
  await using client = createClient({ url: stub.url });
  const [end] = await Promise.allSettled([client.purchase(buy, options)]);
  return { end, keys: stub.calls.map(({ variables }) => variables['idempotencyKey']) };
}

test('a purchase makes a key, sends it, and answers with it', async () => {
  const { end, keys } = await purchaseFrom(inTurn(soldOut));
  expect(keys).toEqual([expect.stringMatching(/^[\w-]{22,40}$/)]);
  expect(end).toEqual({ status: 'fulfilled', value: { ...soldOut, idempotencyKey: keys[0] } });
});

test('a key of your own is kept', async () => {
  await using stub = await startStubApi(inTurn(soldOut));
  await using client = createClient({ url: stub.url });
  const idempotencyKey = 'order-form-7-of-ada-2024';
  expect(await client.purchase({ ...buy, idempotencyKey })).toMatchObject({ idempotencyKey });
  expect(stub.calls[0]?.variables).toEqual({ ...buy, idempotencyKey });
});

test('a lost connection, InProgress and Overloaded are repeated with the same key', async () => {
  const { end, keys } = await purchaseFrom(inTurn(null, later('InProgress'), later('Overloaded'), soldOut));
  expect(end).toMatchObject({ status: 'fulfilled', value: soldOut });
  expect(keys).toHaveLength(4);
  expect(new Set(keys).size).toBe(1);
});

test('no answer in time and a 503 of a gateway are repeated too', async () => {
  const { end, keys } = await purchaseFrom(
    (response, _call, index) => {
      if (index === 1) response.writeHead(503).end('busy');
      if (index === 2) answerJson(response, { data: { purchase: soldOut } });
    },
    { timeoutMs: 40 },
  );
  expect(end).toMatchObject({ status: 'fulfilled', value: soldOut });
  expect(new Set(keys).size).toBe(1);
});

test('the pause is at least what the server asks for', async () => {
  const times: number[] = [];
  await purchaseFrom((response, _call, index) => {
    times.push(performance.now());
    answerJson(response, { data: { purchase: index === 0 ? later('Overloaded', 250) : soldOut } });
  });
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(249);
});

test('what the server refuses is not repeated, and the error carries the key', async () => {
  const { end, keys } = await purchaseFrom((response) =>
    answerJson(response, { errors: [{ message: 'No such sale.' }] }),
  );
  expect(keys).toHaveLength(1);
  expect(end).toMatchObject({
    reason: { kind: 'graphql', message: 'No such sale.', idempotencyKey: keys[0] },
  });
});

test('attempts are bounded: the last answer is the result, a lost connection is thrown', async () => {
  const overloaded = await purchaseFrom(inTurn(later('Overloaded')), { attemptsMax: 2 });
  expect(overloaded.end).toMatchObject({ status: 'fulfilled', value: { __typename: 'Overloaded' } });
  expect(overloaded.keys).toHaveLength(2);
  const lost = await purchaseFrom(inTurn(null), { attemptsMax: 1 });
  expect(lost.end).toMatchObject({ reason: { kind: 'network', idempotencyKey: lost.keys[0] } });
  expect(lost.keys).toHaveLength(1);
});

test('nothing is repeated beyond the deadline', async () => {
  const { end, keys } = await purchaseFrom(inTurn(later('InProgress', 10_000)), { deadlineMs: 5_000 });
  expect(end).toMatchObject({ status: 'fulfilled', value: { __typename: 'InProgress' } });
  expect(keys).toHaveLength(1);
});

test('an abort and a close end the pause between two attempts', async () => {
  await using stub = await startStubApi(inTurn(later('InProgress', 10_000)));
  const client = createClient({ url: stub.url });
  const controller = new AbortController();
  const ends = Promise.allSettled([
    client.purchase(buy, { signal: controller.signal }),
    client.purchase(buy),
  ]);
  await expect.poll(() => stub.calls.length, { timeout: 10_000 }).toBe(2);
  controller.abort(new Error('enough'));
  await client.close();
  expect(await ends).toMatchObject([
    { reason: { message: 'enough' } },
    { reason: { message: 'The client was closed.' } },
  ]);
});

test("an attempt lasts no longer than the client's timeout", async () => {
  await using stub = await startStubApi(() => {});
  await using client = createClient({ url: stub.url, timeoutMs: 30 });
  const [end] = await Promise.allSettled([client.purchase(buy, { attemptsMax: 1 })]);
  expect(end).toMatchObject({ reason: { kind: 'timeout', message: 'No answer within 30 ms.' } });
});

test('the last attempt is cut at the deadline', async () => {
  const startedAt = performance.now();
  const { end, keys } = await purchaseFrom(() => {}, { deadlineMs: 300 });
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  expect(end).toMatchObject({ reason: { kind: 'timeout', idempotencyKey: keys[0] } });
});

import { expect, test } from 'vitest';
import { createClient, FlashSaleError, SaleDocument } from './index.ts';
import { answerJson, type StubAnswer, startStubApi } from './tests/_util/stub-api.ts';

const noSales: StubAnswer = (response) => answerJson(response, { data: { sales: [] } });

async function failure(call: Promise<unknown>): Promise<FlashSaleError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof FlashSaleError) return error;
  throw new Error(`expected a FlashSaleError, got ${String(error)}`);
}

test('a call sends its document, variables and token, and answers with the root field', async () => {
  await using stub = await startStubApi((response) => answerJson(response, { data: { sale: null } }));
  let token = 'first';
  await using client = createClient({ url: stub.url, token: () => token });
  expect(await client.sale('9')).toBeNull();
  token = 'second';
  expect(await client.execute(SaleDocument, { id: '9' })).toEqual({ sale: null });
  expect(stub.calls.map(({ operationName, variables }) => ({ operationName, variables }))).toEqual([
    { operationName: 'Sale', variables: { id: '9' } },
    { operationName: 'Sale', variables: { id: '9' } },
  ]);
  expect(stub.calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
});

test('without a token no authorization is sent', async () => {
  await using stub = await startStubApi(noSales);
  await using client = createClient({ url: stub.url });
  await client.sales();
  expect(stub.calls[0]?.headers.authorization).toBeUndefined();
});

test('GraphQL errors become one error with the code and the request id of the server', async () => {
  const errors = [
    {
      message: 'Admins only.',
      path: ['resetSale'],
      extensions: { code: 'UNAUTHENTICATED', requestId: 'r-1' },
    },
  ];
  await using stub = await startStubApi((response) => answerJson(response, { errors, data: null }));
  await using client = createClient({ url: stub.url });
  const error = await failure(client.resetSale({ saleId: '1' }));
  expect(error).toMatchObject({
    kind: 'graphql',
    code: 'UNAUTHENTICATED',
    requestId: 'r-1',
    status: 200,
    errors,
    message: 'Admins only.',
  });
});

test('the request id is taken from the header where the errors have none', async () => {
  await using stub = await startStubApi((response) => {
    response.setHeader('x-request-id', 'r-2');
    answerJson(response, { errors: [{ message: 'No.' }] }, 400);
  });
  await using client = createClient({ url: stub.url });
  expect(await failure(client.sales())).toMatchObject({
    kind: 'graphql',
    code: 'UNKNOWN',
    requestId: 'r-2',
    status: 400,
  });
});

test('an answer that is not GraphQL is an http error with its status', async () => {
  await using stub = await startStubApi((response) =>
    response.writeHead(502).end('<html>Bad gateway</html>'),
  );
  await using client = createClient({ url: stub.url });
  expect(await failure(client.sales())).toMatchObject({ kind: 'http', code: 'HTTP_502', status: 502 });
});

test('a server that is not there is a network error with the reason', async () => {
  const stub = await startStubApi(noSales);
  await stub[Symbol.asyncDispose]();
  await using client = createClient({ url: stub.url });
  const error = await failure(client.sales());
  expect(error).toMatchObject({ kind: 'network', code: 'NETWORK', status: undefined });
  expect(error.message).toContain('ECONNREFUSED');
});

test('no answer in time is a timeout, of the call or else of the client', async () => {
  await using stub = await startStubApi(() => {});
  await using client = createClient({ url: stub.url, timeoutMs: 30 });
  expect(await failure(client.sales())).toMatchObject({
    kind: 'timeout',
    code: 'TIMEOUT',
    message: 'No answer within 30 ms.',
  });
  expect(await failure(client.sales({ timeoutMs: 20 }))).toMatchObject({
    message: 'No answer within 20 ms.',
  });
});

test('an abort rejects with the reason that the caller gave', async () => {
  await using stub = await startStubApi(() => {});
  await using client = createClient({ url: stub.url });
  const controller = new AbortController();
  const call = client.sales({ signal: controller.signal });
  controller.abort(new Error('changed my mind'));
  await expect(call).rejects.toThrow('changed my mind');
  await expect(client.sales({ signal: controller.signal })).rejects.toThrow('changed my mind');
});

test('closing ends what is under way and refuses what comes after', async () => {
  await using stub = await startStubApi(() => {});
  const client = createClient({ url: stub.url });
  const ends = Promise.allSettled([client.sales()]);
  await expect.poll(() => stub.calls.length, { timeout: 10_000 }).toBe(1);
  await client.close();
  expect(await ends).toMatchObject([{ reason: { message: 'The client was closed.' } }]);
  await expect(client.sales()).rejects.toThrow('The client was closed.');
});

test('a token that never comes ends with the clock, the caller or the client', async () => {
  await using stub = await startStubApi(noSales);
  const client = createClient({ url: stub.url, token: () => new Promise(() => {}), timeoutMs: 30 });
  expect(await failure(client.sales())).toMatchObject({
    kind: 'timeout',
    message: 'No answer within 30 ms.',
  });
  const controller = new AbortController();
  const aborted = client.sales({ signal: controller.signal, timeoutMs: 60_000 });
  controller.abort(new Error('changed my mind'));
  await expect(aborted).rejects.toThrow('changed my mind');
  const ends = Promise.allSettled([client.sales({ timeoutMs: 60_000 })]);
  await client.close();
  expect(await ends).toMatchObject([{ reason: { message: 'The client was closed.' } }]);
  expect(stub.calls).toHaveLength(0);
});

import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { runLoad, type LoadInput } from './load.ts';

const wish = { saleId: '7', strategy: 'ROW_LOCK', run: 'r0000001' };

/** Runs a load against a small server that tells each purchase's variables before it answers. */
async function runAgainst(
  answer: (variables: Record<string, unknown>, response: Parameters<RequestListener>[1]) => void,
  input: Omit<LoadInput, 'url' | 'wish'>,
) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(JSON.parse(Buffer.concat(chunks).toString()).variables, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    return await runLoad({ url: `http://127.0.0.1:${port}/graphql`, wish, ...input });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const bodyOf = (kind: string): string => JSON.stringify({ data: { purchase: { __typename: kind } } });

describe('the load generator', () => {
  test('every purchase has a buyer and a key of its own, and each answer is counted by its kind', async () => {
    const seen: Record<string, unknown>[] = [];
    const result = await runAgainst(
      (variables, response) => {
        const kind = seen.push(variables) <= 30 ? 'PurchaseConfirmed' : 'SoldOut';
        response.end(bodyOf(kind));
      },
      { connections: 7, seconds: 30, requestsMax: 100 },
    );
    expect(result.answers).toEqual({ PurchaseConfirmed: 30, SoldOut: 70 });
    expect(result.answered).toBe(100);
    expect(result.latency.count).toBe(100);
    expect(new Set(seen.map(({ buyerId }) => buyerId)).size).toBe(100);
    expect(new Set(seen.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(100);
    expect(seen[0]).toMatchObject({ saleId: '7', strategy: 'ROW_LOCK', quantity: 1 });
  });

  test('an answer that comes in pieces is one answer', async () => {
    const body = bodyOf('SoldOut');
    const result = await runAgainst(
      (_, response) => {
        response.writeHead(200, { 'content-length': body.length });
        response.write(body.slice(0, 10));
        setImmediate(() => response.end(body.slice(10)));
      },
      { connections: 2, seconds: 30, requestsMax: 6 },
    );
    expect(result.answers).toEqual({ SoldOut: 6 });
  });

  test('buyers who arrive by the clock wait in line, and the wait counts', async () => {
    let underWay = 0;
    let atOnce = 0;
    const result = await runAgainst(
      (_, response) => {
        underWay += 1;
        atOnce = Math.max(atOnce, underWay);
        setImmediate(() => {
          underWay -= 1;
          response.end(bodyOf('SoldOut'));
        });
      },
      { connections: 1, seconds: 0.1, perSecond: 2_000 },
    );
    expect(atOnce).toBe(1);
    expect(result.answered).toBeGreaterThan(100);
    expect(result.latency.count).toBe(result.answered);
  });

  test('what is sustained is what a server takes in its slow moments, not on average', async () => {
    // It answers in two windows of five, and once more when nobody asks any longer.
    const startedAt = performance.now();
    const answers: (() => void)[] = [];
    const isAwake = (): boolean => (performance.now() - startedAt) % 250 < 100;
    const turn = (): void => {
      if (isAwake()) for (const answer of answers.splice(0)) answer();
      if (performance.now() - startedAt < 1_200) setImmediate(turn);
      else for (const answer of answers.splice(0)) answer();
    };
    turn();
    const result = await runAgainst(
      (_, response) => void answers.push(() => response.end(bodyOf('SoldOut'))),
      { connections: 4, seconds: 1 },
    );
    expect(result.answered).toBeGreaterThan(100);
    expect(result.sustained).toBe(0);
  });

  test.for([
    ['a refusal', 503, bodyOf('SoldOut')],
    ['an error of GraphQL', 200, JSON.stringify({ errors: [{ message: 'no' }] })],
  ] as const)('%s is never taken for an answer', async ([, status, body]) => {
    const run = runAgainst(
      (_, response) => response.writeHead(status, { 'content-length': body.length }).end(body),
      {
        connections: 1,
        seconds: 30,
        requestsMax: 1,
      },
    );
    if (status === 200) expect((await run).answers).toEqual({ error: 1 });
    else await expect(run).rejects.toThrow(/not an answer/);
  });

  test('a connection that the server closed while it rested is opened again', async () => {
    const result = await runAgainst(
      (_, response) => {
        response.shouldKeepAlive = false;
        response.end(bodyOf('SoldOut'));
      },
      { connections: 1, seconds: 0.1, perSecond: 50 },
    );
    expect(result.answers['SoldOut']).toBeGreaterThan(1);
  });

  test('a connection that the server closes ends the run', async () => {
    const run = runAgainst((_, response) => response.destroy(), { connections: 2, seconds: 30 });
    await expect(run).rejects.toThrow(/closed a connection|ECONNRESET/);
  });
});

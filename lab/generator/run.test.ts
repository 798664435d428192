import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { attackStub as attack, closeAttacks } from '../tests/_util/attack.ts';
import { planFor } from '../tests/_util/plan.ts';
import { answerReplayed, answerWith, startStub } from '../tests/_util/stub-server.ts';
import { openConnections } from './connections.ts';
import { checkPlan } from './plan.ts';

afterEach(closeAttacks);

test('every purchase is sent once, and the books of the report balance', async () => {
  const names = ['PurchaseConfirmed', 'SoldOut', 'LimitReached', 'Overloaded'];
  const { done, stub } = await attack((response, _, index) => answerWith(response, names[index % 4] ?? ''));
  const report = await done;
  expect(report).toMatchObject({
    sent: 20,
    answered: 20,
    confirmed: 5,
    soldOut: 5,
    rejected: 10,
    unknown: 0,
    failed: 0,
    inFlight: 0,
    cutOff: false,
  });
  expect(report.latency.count).toBe(20);
  expect(report.frames.at(-1)).toMatchObject({
    sent: 20,
    answered: 20,
    confirmed: 5,
    atMs: report.durationMs,
  });
  expect(new Set(stub.purchases.map(({ variables }) => variables['buyerId'])).size).toBe(20);
  expect(Math.abs(report.startedAtMs - Date.now())).toBeLessThan(60_000);
});

test('a buyer told that the purchase is in progress asks again with the same key, and it stays one purchase', async () => {
  const names = ['InProgress', 'PurchaseConfirmed', 'SoldOut'];
  const { done, stub } = await attack((response, _, index) => answerWith(response, names[index] ?? ''), {
    concurrency: 1,
    requests: 2,
  });
  const report = await done;
  expect(report).toMatchObject({ sent: 2, confirmed: 1, soldOut: 1, unknown: 0 });
  expect(report.latency.maxMs).toBeGreaterThan(240);
  const keys = stub.purchases.map(({ variables }) => variables['idempotencyKey']);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('a purchase that stays in progress however often it is asked ends as unknown', async () => {
  const { done, stub } = await attack((response) => answerWith(response, 'InProgress'), {
    concurrency: 1,
    requests: 1,
  });
  expect(await done).toMatchObject({ sent: 1, unknown: 1 });
  expect(stub.purchases.length).toBe(9);
});

test('an order that stood before is no order of the run, unless the run itself had asked for it', async () => {
  const { done } = await attack(
    (response, _, index) => {
      if (index === 1) answerWith(response, 'InProgress');
      else answerReplayed(response);
    },
    { concurrency: 1, requests: 2 },
  );
  const report = await done;
  expect(report).toMatchObject({ sent: 2, confirmed: 2, replayed: 1 });
  expect(report.frames.at(-1)?.confirmed).toBe(1);
});

test.each<[string, (response: ServerResponse) => unknown]>([
  ['an error', (response) => response.writeHead(503).end()],
  ['nothing', (response) => response.destroy()],
])(
  'a purchase that was in progress has not failed because %s came when it was asked again',
  async (_what, then) => {
    const { done } = await attack(
      (response, _, index) => (index === 0 ? answerWith(response, 'InProgress') : then(response)),
      { concurrency: 1, requests: 1 },
    );
    expect(await done).toMatchObject({ sent: 1, answered: 1, failed: 0, unknown: 1 });
  },
);

test('as many connections as places, kept alive, and one request on each at a time', async () => {
  const open = new Set<unknown>();
  let overlaps = 0;
  const { done, stub } = await attack((response, { socket }) => {
    if (open.has(socket)) overlaps += 1;
    open.add(socket);
    setImmediate(() => {
      open.delete(socket);
      answerWith(response, 'SoldOut');
    });
  });
  await done;
  expect(overlaps).toBe(0);
  expect(new Set(stub.purchases.map(({ socket }) => socket)).size).toBe(4);
});

test('the same seed sends the same buyers and keys in the same order', async () => {
  const variablesOf = async (seed: number) => {
    const { done, stub } = await attack((response) => answerWith(response, 'SoldOut'), {
      seed,
      concurrency: 1,
    });
    await done;
    return stub.purchases.map(({ variables }) => variables);
  };
  const first = await variablesOf(7);
  expect(await variablesOf(7)).toEqual(first);
  expect((await variablesOf(8)).map((each) => each['idempotencyKey'])).not.toContain(
    first[0]?.['idempotencyKey'],
  );
});

test('a stall shows in the latency of the purchase that it hit, and in no other place', async () => {
  const held: (() => void)[] = [];
  const { done, report } = await attack((response, _, index) => {
    if (index === 0) held.push(() => answerWith(response, 'SoldOut'));
    else answerWith(response, 'SoldOut');
  });
  await expect
    .poll(() => report().answered === 19 && report().durationMs > 300, { timeout: 10_000 })
    .toBe(true);
  expect(report()).toMatchObject({ sent: 20, inFlight: 1 });
  held[0]?.();
  const { latency, latencyCorrected } = await done;
  expect(latency.maxMs).toBeGreaterThan(150);
  expect(latencyCorrected.maxMs).toBeGreaterThanOrEqual(latency.maxMs);
  expect(latency.p90Ms).toBeLessThan(latency.maxMs);
});

test('no answer in time leaves the end unknown, and the place goes on over a new connection', async () => {
  const { done, stub } = await attack(
    (response, _, index) => {
      if (index > 0) answerWith(response, 'SoldOut');
    },
    { concurrency: 1, requests: 3, timeoutMs: 100 },
  );
  const report = await done;
  expect(report).toMatchObject({ sent: 3, answered: 2, unknown: 1, soldOut: 2 });
  // Whoever heard nothing waited as long as anybody.
  expect([report.latency.count, report.latencyCorrected.count]).toEqual([2, 3]);
  expect(report.latencyCorrected.maxMs).toBeGreaterThan(report.latency.maxMs);
  expect(new Set(stub.purchases.map(({ socket }) => socket)).size).toBe(2);
});

test('a connection lost after the request leaves the end unknown; later ones go over a new connection', async () => {
  const { done } = await attack(
    (response, { socket }, index) => {
      if (index === 0) socket.resetAndDestroy();
      else answerWith(response, 'SoldOut');
    },
    { concurrency: 1, requests: 3 },
  );
  expect(await done).toMatchObject({ sent: 3, answered: 2, unknown: 1, failed: 0, soldOut: 2 });
});

test('an answer cut short is unknown, a redirect is not followed and has failed', async () => {
  const { done } = await attack(
    (response, { socket }, index) => {
      if (index === 1) return void response.writeHead(307, { location: 'http://192.0.2.1/' }).end();
      response.writeHead(200, { 'content-length': 1000 });
      return void response.write('{"data":{"purchase":', () => socket.destroy());
    },
    { concurrency: 1, requests: 2 },
  );
  expect(await done).toMatchObject({ sent: 2, answered: 1, unknown: 1, failed: 1 });
});

test('a server that goes away: what was under way is unknown, what never left has failed', async () => {
  const { done, stub } = await attack(() => void stub[Symbol.asyncDispose](), {
    concurrency: 2,
    requests: 6,
  });
  const report = await done;
  expect(report.sent).toBe(6);
  expect(report.unknown).toBeGreaterThanOrEqual(1);
  expect(report.failed).toBeGreaterThanOrEqual(4);
  expect(report.unknown + report.failed).toBe(6);
});

test('a stop sends no more and counts what stays unanswered as unknown', async () => {
  const { done, stop, report, stub } = await attack((response, _, index) => {
    if (index < 8) answerWith(response, 'SoldOut');
  });
  await expect.poll(() => stub.purchases.length, { timeout: 10_000 }).toBe(12);
  stop();
  const stoppedAfter = report().durationMs;
  const final = await done;
  expect(final).toMatchObject({ sent: 12, answered: 8, unknown: 4, inFlight: 0 });
  expect(final.durationMs - stoppedAfter).toBeLessThan(5000);
});

test('a run that reaches its longest duration sends no more', async () => {
  const { done } = await attack(
    (response, _, index) => {
      if (index < 8) answerWith(response, 'SoldOut');
    },
    {},
    { durationMaxMs: 100, stopGraceMs: 100 },
  );
  expect(await done).toMatchObject({ cutOff: true, sent: 12, answered: 8, unknown: 4, inFlight: 0 });
});

test('connections that cannot be opened are refused with the reason', async () => {
  const stub = await startStub(() => {});
  await stub[Symbol.asyncDispose]();
  const plan = checkPlan(planFor(stub.url));
  await expect(openConnections(plan, new AbortController().signal)).rejects.toThrow(
    /could not open 4 .*ECONNREFUSED/,
  );
});

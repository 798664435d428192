import { afterEach, expect, test } from 'vitest';
import { attackStub, closeAttacks } from '../tests/_util/attack.ts';
import { forkGenerator } from '../tests/_util/generator-process.ts';
import { planFor } from '../tests/_util/plan.ts';
import { answerWith, startStub } from '../tests/_util/stub-server.ts';

afterEach(closeAttacks);

const STALL_MS = 1_000;

test('a stall of a second at 1,000 requests a second shows in the corrected latency, and hides in the raw one', async () => {
  let stallEndsAt = Infinity;
  const held: (() => void)[] = [];
  await using stub = await startStub((response, _, index) => {
    // The stall begins with the 500th purchase; whatever comes while it lasts is held until its end.
    if (index === 500) stallEndsAt = performance.now() + STALL_MS;
    if (index >= 500 && performance.now() < stallEndsAt) held.push(() => answerWith(response, 'SoldOut'));
    else answerWith(response, 'SoldOut');
  });
  const load = { model: 'OPEN', requestsPerSecond: 1_000, requests: 3_000, concurrency: 10 } as const;
  await using generator = forkGenerator(planFor(stub.url, load));
  await expect.poll(() => performance.now() - stallEndsAt).toBeGreaterThan(0);
  for (const answer of held.splice(0)) answer();
  await generator.exited;
  const last = generator.events.at(-1);
  if (last?.type !== 'done') throw new Error(`the generator said ${JSON.stringify(last)}`);
  const { latency, latencyCorrected } = last.report;
  expect(last.report).toMatchObject({ sent: 3_000, answered: 3_000, soldOut: 3_000, unknown: 0 });
  expect(latencyCorrected.p99Ms).toBeGreaterThan(STALL_MS * 0.85);
  expect(latencyCorrected.maxMs).toBeGreaterThanOrEqual(STALL_MS);
  expect(latency.p99Ms).toBeLessThan(latencyCorrected.p99Ms / 3);
  // Ten connections met the stall itself; the thousand buyers behind them did not, to the eye of the raw latency.
  expect(latency.maxMs).toBeGreaterThanOrEqual(STALL_MS * 0.95);
});

test('buyers come by the schedule and not by the answers: all of them although nobody is answered', async () => {
  const held: (() => void)[] = [];
  const { done, report } = await attackStub((response) => held.push(() => answerWith(response, 'SoldOut')), {
    model: 'OPEN',
    requestsPerSecond: 500,
    requests: 30,
    concurrency: 50,
  });
  await expect.poll(() => held.length).toBe(30);
  expect(report()).toMatchObject({ sent: 30, answered: 0, inFlight: 30 });
  for (const answer of held) answer();
  expect(await done).toMatchObject({ sent: 30, answered: 30, inFlight: 0 });
});

test('no more at once than there are connections; who is due meanwhile waits, and the wait counts', async () => {
  const held: (() => void)[] = [];
  const { done, report, stub } = await attackStub(
    (response) => held.push(() => answerWith(response, 'SoldOut')),
    { model: 'OPEN', requestsPerSecond: 1_000, requests: 20, concurrency: 2 },
  );
  await expect.poll(() => report().durationMs).toBeGreaterThan(300);
  expect(stub.purchases.length).toBe(2);
  expect(report()).toMatchObject({ sent: 2, inFlight: 2 });
  const answerAll = (): void => {
    for (const answer of held.splice(0)) answer();
    if (stub.purchases.length < 20 || held.length > 0) setImmediate(answerAll);
  };
  answerAll();
  const { latency, latencyCorrected, sent } = await done;
  expect(sent).toBe(20);
  // 18 of the 20 waited for a connection, for most of the time that it took.
  expect(latencyCorrected.p50Ms).toBeGreaterThan(200);
  expect(latency.p50Ms).toBeLessThan(latencyCorrected.p50Ms / 2);
});

test('the same seed sends the same buyers', async () => {
  const load = { model: 'OPEN', requestsPerSecond: 2_000, requests: 40, concurrency: 40, seed: 11 } as const;
  const keys = async () => {
    const { done, stub } = await attackStub((response) => answerWith(response, 'SoldOut'), load);
    await done;
    return new Set(stub.purchases.map(({ variables }) => variables['idempotencyKey']));
  };
  expect(await keys()).toEqual(await keys());
});

test('a stop counts how long others have waited in line, and forgets those who would have come', async () => {
  const { done, report, stop, stub } = await attackStub(
    () => {},
    { model: 'OPEN', requestsPerSecond: 1_000, requests: 10_000, concurrency: 3 },
    { durationMaxMs: 60_000, stopGraceMs: 100 },
  );
  await expect.poll(() => stub.purchases.length).toBe(3);
  await expect.poll(() => report().durationMs).toBeGreaterThan(200);
  stop();
  const { latency, latencyCorrected, ...counts } = await done;
  expect(counts).toMatchObject({ sent: 3, answered: 0, unknown: 3, inFlight: 0, cutOff: false });
  expect(latency.count).toBe(0);
  expect(latencyCorrected.count).toBeGreaterThan(50);
  expect(latencyCorrected.maxMs).toBeGreaterThan(150);
});

test('a run that is stopped before anybody came ends at once', async () => {
  const { done, stop } = await attackStub((response) => answerWith(response, 'SoldOut'), {
    model: 'OPEN',
    requestsPerSecond: 1,
    requests: 50,
    seed: 2,
  });
  stop();
  expect((await done).sent).toBeLessThan(2);
});

test('a generator that can not keep the schedule says that it is saturated', async () => {
  const load = { model: 'OPEN', requestsPerSecond: 500, requests: 200, concurrency: 200 } as const;
  // The stub shares this process with the generator: its work keeps buyers from leaving in time.
  const { done } = await attackStub((response, _, index) => {
    const until = performance.now() + (index % 40 === 0 ? 150 : 0);
    while (performance.now() < until);
    answerWith(response, 'SoldOut');
  }, load);
  const { saturated, eventLoop } = await done;
  expect(eventLoop.lateP99Ms).toBeGreaterThan(50);
  expect(saturated).toBe(true);
});

import { afterEach, expect, test } from 'vitest';
import { attackStub, closeAttacks } from '../tests/_util/attack.ts';
import { answerOrder, answerPending, answerWith, type StubAnswer } from '../tests/_util/stub-server.ts';

afterEach(closeAttacks);

const reserve: StubAnswer = (response, _, index) => answerPending(response, `reservation-${index}`);
const ONE = { requests: 1, concurrency: 1 };

test('a reservation is followed to its end, which counts, and the latency runs until then', async () => {
  const { done, stub } = await attackStub(
    {
      purchase: reserve,
      order: (response, _, index) =>
        answerOrder(response, index < 4 ? 'PurchasePending' : 'PurchaseConfirmed'),
    },
    ONE,
  );
  const report = await done;
  expect(report).toMatchObject({ sent: 1, answered: 1, confirmed: 1, unknown: 0, inFlight: 0 });
  expect(stub.orders.length).toBe(5);
  for (const { variables } of stub.orders) expect(variables).toEqual({ reservationId: 'reservation-0' });
  expect(stub.purchases.length).toBe(1);
  // Pauses of 10, 13, 17, 22 and 29 ms, each at least half of that.
  expect(report.latency.maxMs).toBeGreaterThan(42);
  expect(report.latency.count).toBe(1);
});

test('each ends as its reservation does', async () => {
  const ends = ['PurchaseConfirmed', 'SoldOut', 'LimitReached', 'Overloaded'];
  const { done } = await attackStub(
    { purchase: reserve, order: (response, _, index) => answerOrder(response, ends[index % 4] ?? '') },
    { requests: 20, concurrency: 4 },
  );
  expect(await done).toMatchObject({ sent: 20, confirmed: 5, soldOut: 5, rejected: 10, unknown: 0 });
});

test('a question that fails is asked again: it says nothing of the reservation', async () => {
  const { done, stub } = await attackStub(
    {
      purchase: reserve,
      order(response, { socket }, index) {
        if (index === 0) response.writeHead(503).end();
        else if (index === 1) response.end('{"errors":[{"message":"Not now."}],"data":null}');
        else if (index === 2) socket.resetAndDestroy();
        else answerOrder(response, index === 3 ? 'InProgress' : 'PurchaseConfirmed');
      },
    },
    ONE,
  );
  expect(await done).toMatchObject({ sent: 1, confirmed: 1, failed: 0, unknown: 0 });
  expect(stub.orders.length).toBe(5);
});

test('a reservation that never ends is unknown once its time is over, and its place goes on', async () => {
  const { done } = await attackStub(
    {
      purchase: (response, _, index) =>
        index === 0 ? answerPending(response, 'lost') : answerWith(response, 'SoldOut'),
      order: (response) => answerOrder(response, 'PurchasePending'),
    },
    { requests: 2, concurrency: 1, timeoutMs: 300 },
  );
  const report = await done;
  expect(report).toMatchObject({ sent: 2, unknown: 1, soldOut: 1, inFlight: 0 });
  expect(report.durationMs).toBeGreaterThan(295);
});

test('a reservation whose question is never answered is unknown as well', async () => {
  const { done } = await attackStub(
    { purchase: reserve, order: () => undefined },
    { ...ONE, timeoutMs: 200 },
  );
  expect(await done).toMatchObject({ sent: 1, unknown: 1, failed: 0, inFlight: 0 });
});

import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGateModel, type GateModel } from '../simulation/gate-model.ts';
import { freshStores, type FreshStores } from '../tests/_util/stores.ts';
import { openRedis } from './connection.ts';
import { createGate, LEASE_MAX_MS, LEASE_MS, type Gate } from './gate.ts';
import { gateKeys } from './keys.ts';

// The simulator holds the protocol to its invariants on a model of the gate. Here the model is held to the Lua.
const RUNS = Number(process.env['SIM_SEQUENCES'] ?? 300);
const SALE_ID = '7';
const FENCES = [1, 2];
const CLOCK_SLACK_MS = 5_000;
const COUNT_MAX = 500;

let stores: FreshStores;
let redis: Redis;
let gate: Gate;
beforeAll(async () => {
  stores = await freshStores();
  redis = await openRedis(stores.redisUrl, () => undefined);
  gate = createGate(redis);
});
afterAll(async () => {
  redis.disconnect();
  await stores[Symbol.asyncDispose]();
});

interface Both {
  readonly model: GateModel;
  nowMs(): Promise<number>;
}

/** One command: runs on both, answers with both answers. */
interface Command {
  readonly words: string;
  run(both: Both): Promise<[real: unknown, model: unknown]>;
}

const orderIds = Array.from({ length: 6 }, (_, index) => `0199a000-0000-7000-8000-00000000000${index}`);
const fence = fc.constantFrom(...FENCES);
const quantity = fc.integer({ min: 1, max: 3 });
const reservation = fc
  .record({ orderId: fc.constantFrom(...orderIds), fence, quantity })
  .map((asked) => ({ ...asked, saleId: SALE_ID }));

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: reservation.map((asked): Command => ({
      words: `reserve ${JSON.stringify(asked)}`,
      run: async ({ model, nowMs }) => [await gate.reserve(asked), model.reserve(asked, await nowMs())],
    })),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(reservation, fc.boolean()).map(([asked, giveBack]): Command => ({
      words: `settle ${JSON.stringify(asked)} ${giveBack}`,
      run: async ({ model }) => [await gate.settle(asked, giveBack), model.settle(asked, giveBack)],
    })),
  },
  {
    weight: 3,
    arbitrary: fc.array(reservation, { minLength: 2, maxLength: 6 }).map((asked): Command => ({
      words: `reserve in one turn ${JSON.stringify(asked)}`,
      run: async ({ model, nowMs }) => {
        const now = await nowMs();
        const real = Promise.all(asked.map((each) => gate.reserve(each)));
        return [await real, asked.map((each) => model.reserve(each, now))];
      },
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.tuple(reservation, fc.boolean()), { minLength: 2, maxLength: 6 })
      .map((asked): Command => ({
        words: `settle in one turn ${JSON.stringify(asked)}`,
        run: async ({ model }) => {
          const real = Promise.all(asked.map(([each, giveBack]) => gate.settle(each, giveBack)));
          return [await real, asked.map(([each, giveBack]) => model.settle(each, giveBack))];
        },
      })),
  },
  fc.tuple(fence, quantity, quantity).map(([fence, ...units]): Command => ({
    words: `correct in one turn f${fence} ${units.join(' ')}`,
    run: async ({ model }) => {
      const sale = { saleId: SALE_ID, fence };
      await Promise.all(units.map((each) => gate.correct(sale, each)));
      for (const each of units) model.correct(sale, each);
      return [null, null];
    },
  })),
  fc.tuple(fence, quantity).map(([fence, units]): Command => ({
    words: `correct f${fence} ${units}`,
    run: async ({ model }) => {
      const sale = { saleId: SALE_ID, fence };
      return [await gate.correct(sale, units), model.correct(sale, units)];
    },
  })),
  fc
    .record({ fence, remaining: fc.integer({ min: -1, max: 8 }), replaces: fc.boolean() })
    .map((built): Command => ({
      words: `build ${JSON.stringify(built)}`,
      run: async ({ model }) => {
        const sale = { saleId: SALE_ID, fence: built.fence };
        const previous = built.replaces ? built.fence - 1 : undefined;
        await gate.build({ ...sale, remaining: built.remaining }, previous);
        model.build(sale, built.remaining, built.replaces);
        if (previous !== undefined) model.unlink({ ...sale, fence: previous });
        return [null, null];
      },
    })),
  fence.map((fence): Command => ({
    words: `a lease of f${fence} ends`,
    run: (both) => endLease(both, fence),
  })),
  fc.tuple(fence, fc.constantFrom('left' as const, 'pending' as const)).map(([fence, key]): Command => ({
    words: `lose f${fence} ${key}`,
    run: async ({ model }) => {
      await redis.del(gateKeys(SALE_ID, fence)[key]);
      model.keys.lose(`${SALE_ID}/${fence}`, key);
      return [null, null];
    },
  })),
  fc.constant<Command>({
    words: 'flush',
    run: async ({ model }) => {
      await redis.flushall();
      model.keys.flush();
      return [null, null];
    },
  }),
);

/** Takes the lease off the longest pending reservation, in both. */
async function endLease({ model }: Both, fence: number): Promise<[unknown, unknown]> {
  const [member] = [...model.pending({ saleId: SALE_ID, fence })].toSorted(([, a], [, b]) => a - b)[0] ?? [];
  if (member === undefined) return [null, null];
  await redis.zincrby(gateKeys(SALE_ID, fence).pending, -2 * LEASE_MS, member);
  const aged = new Map(model.pending({ saleId: SALE_ID, fence }));
  aged.set(member, (aged.get(member) ?? 0) - 2 * LEASE_MS);
  model.keys.write(`${SALE_ID}/${fence}`, model.keys.left(`${SALE_ID}/${fence}`), aged);
  return [null, null];
}

/** Everything that is to be seen of both gates: counts, reservations, and which of them are overdue. */
async function expectEqualState({ model, nowMs }: Both): Promise<void> {
  const now = await nowMs();
  for (const fence of FENCES) {
    const sale = { saleId: SALE_ID, fence };
    const [read, overdue, scored] = await Promise.all([
      gate.read(SALE_ID, fence),
      gate.expired(SALE_ID, fence, COUNT_MAX),
      redis.zrange(gateKeys(SALE_ID, fence).pending, '0', '-1', 'WITHSCORES'),
    ]);
    expect(read).toEqual(model.read(sale));
    expect(byId(overdue)).toEqual(byId(model.expired(sale, now, COUNT_MAX)));
    const pending = model.pending(sale);
    expect(scored.length).toBe(2 * pending.size);
    for (const [member, lease] of pending) {
      const score = Number(scored[scored.indexOf(member) + 1]);
      expect(Math.abs(score - lease), `the lease of ${member}`).toBeLessThan(CLOCK_SLACK_MS);
    }
  }
}

function byId<T extends { orderId: string; quantity: number }>(reservations: readonly T[]): T[] {
  return reservations.toSorted((a, b) =>
    `${a.orderId}${a.quantity}`.localeCompare(`${b.orderId}${b.quantity}`),
  );
}

/** Random sequences, each on empty keys. */
function sequencesOn(createModel: () => GateModel) {
  const nowMs = async (): Promise<number> => Number((await redis.time())[0]) * 1_000;
  const commands = fc.array(command, { minLength: 1, maxLength: 20 });
  return fc.asyncProperty(fc.integer({ min: 0, max: 8 }), commands, async (remaining, commands) => {
    await redis.flushall();
    const both = { model: createModel(), nowMs };
    const sale = { saleId: SALE_ID, fence: 1 };
    await gate.build({ ...sale, remaining });
    both.model.build(sale, remaining);
    for (const { words, run } of commands) {
      const [real, model] = await run(both);
      expect({ words, answer: real }).toEqual({ words, answer: model });
      await expectEqualState(both);
    }
  });
}

test(`${RUNS} random command sequences have equal answers and leave equal keys, in the Lua and in the model`, async () => {
  await fc.assert(sequencesOn(createGateModel), { numRuns: RUNS });
});

test('a model that gives units back twice is found out', async () => {
  const broken = (): GateModel => {
    const model = createGateModel();
    return {
      ...model,
      settle(asked, giveBack) {
        const gate = `${asked.saleId}/${asked.fence}`;
        const left = model.keys.left(gate);
        const wasPending = model.settle(asked, giveBack);
        if (!wasPending && giveBack && left !== undefined) model.keys.write(gate, left + asked.quantity);
        return wasPending;
      },
    };
  };
  const { failed } = await fc.check(sequencesOn(broken), { numRuns: RUNS, endOnFailure: true });
  expect(failed).toBe(true);
});

test('a reservation that was made before the clock was set back is overdue, since no lease is that long', async () => {
  await redis.flushall();
  await gate.build({ saleId: SALE_ID, fence: 1, remaining: 6 });
  const [early = '', late = ''] = orderIds;
  for (const orderId of [early, late])
    await gate.reserve({ orderId, saleId: SALE_ID, fence: 1, quantity: 1 });
  await redis.zincrby(gateKeys(SALE_ID, 1).pending, 2 * LEASE_MAX_MS, `${late}:1`);
  expect((await gate.expired(SALE_ID, 1, 3)).map(({ orderId }) => orderId)).toEqual([late]);
});

test('when many are overdue, those that are so for longest come first, and no more than were asked for', async () => {
  await redis.flushall();
  await gate.build({ saleId: SALE_ID, fence: 1, remaining: 6 });
  const { pending } = gateKeys(SALE_ID, 1);
  for (const [index, orderId] of orderIds.entries()) {
    await gate.reserve({ orderId, saleId: SALE_ID, fence: 1, quantity: 1 });
    await redis.zincrby(pending, -(2 + index) * LEASE_MS, `${orderId}:1`);
  }
  const overdue = await gate.expired(SALE_ID, 1, 3);
  expect(overdue.map(({ orderId }) => orderId)).toEqual(orderIds.toReversed().slice(0, 3));
});

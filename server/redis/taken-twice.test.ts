import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { uuidv7 } from '../domain/ids.ts';
import type { LateEnd } from '../domain/late-end.ts';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { createGroupCommit, type GroupCommit } from '../postgres/group-commit.ts';
import { createTruth } from '../postgres/truth.ts';
import { openPromise } from '../workers/open-promise.ts';
import { openMigrated, type MigratedStores } from '../tests/_util/migrated.ts';
import { createGate } from './gate.ts';
import { streamKeys } from './keys.ts';
import { createPurchaseStream, type PurchaseStream, type StreamEntry } from './purchase-stream.ts';
import { createStreamWriters } from './stream-writers.ts';
import { writeBehind } from './write-behind.ts';

const SENT_WITHIN_MS = 2_500;
const STATEMENT_MAX_MS = 2_500;
const DECIDED_WITHIN_MS = SENT_WITHIN_MS + STATEMENT_MAX_MS;

let migrated: MigratedStores;
let postgres: DataSource;
let groups: GroupCommit;
let redis: Redis;
beforeAll(async () => {
  migrated = await openMigrated();
  ({ postgres } = migrated);
  groups = createGroupCommit(migrated.stores.databaseUrl, () => undefined);
  redis = new Redis(migrated.stores.redisUrl);
});
afterAll(async () => {
  redis.disconnect();
  await groups[Symbol.asyncDispose]();
  await migrated[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await redis.flushall();
  await postgres.query('DELETE FROM orders');
  await postgres.query('UPDATE sales SET stock = 1, remaining = 1 WHERE id = 1');
});

const fence = 1;
const newWriter = (): PurchaseStream => createPurchaseStream(redis, randomUUID());

/** The only unit of the sale, promised to ada and taken from the stream by a writer that has not written it yet. */
async function takenBy(writer: PurchaseStream): Promise<StreamEntry> {
  await createGate(redis).build({ saleId: '1', fence, remaining: 1 });
  const rest = { strategy: 'REDIS_STREAM', key: null, fingerprint: null } as const;
  const request = { orderId: uuidv7(), saleId: '1', epoch: 1, fence, buyerId: 'ada', quantity: 1, ...rest };
  await writer.append(request);
  const [entry] = await writer.read({ saleId: '1', fence }, 1);
  if (entry === undefined) throw new Error('nothing was appended');
  return entry;
}

/** What a writer works with, and the ends that it tells. */
function writerDeps(stream: PurchaseStream, decide: (request: PurchaseRequest) => Promise<PurchaseOutcome>) {
  const told: LateEnd[] = [];
  const failed: unknown[] = [];
  const ends = {
    record: (end: LateEnd) => void told.push(end),
    failed: (error: unknown) => void failed.push(error),
  };
  return { told, failed, deps: { stream, decide, truth: createTruth(postgres), ends } };
}

test('what the writer before sold after all is sold, though this one looked too early and was refused', async () => {
  const [slow, quick] = [newWriter(), newWriter()];
  const taken = await takenBy(slow);
  const [claimed] = await quick.claim({ saleId: '1', fence }, 0, 1);
  if (claimed === undefined) throw new Error('nothing was claimed');
  const answers: string[] = [];
  const { told, failed, deps } = writerDeps(quick, async (request) => {
    // It had been sent long ago, and comes through between the look for the order and the decision.
    expect(await groups.purchase(taken.request)).toMatchObject({ kind: 'confirmed' });
    const answer = await groups.purchase(request);
    answers.push(answer.kind);
    return answer;
  });
  await writeBehind(deps, { ...claimed, takenAt: performance.now(), isAgain: true });
  expect(failed).toEqual([]);
  expect(answers).toEqual(['soldOut']);
  expect(told).toMatchObject([{ figure: 'confirmed', request: { orderId: taken.request.orderId } }]);
  expect(await postgres.query('SELECT id FROM orders')).toEqual([{ id: taken.request.orderId }]);
  expect(await createGate(redis).read('1', fence)).toEqual({ left: 0, pending: 0 });
});

test('a purchase is sent no later than 2.5 seconds after it was taken, and decided within as long again', async () => {
  const writer = newWriter();
  const taken = await takenBy(writer);
  const sent: PurchaseRequest[] = [];
  const { deps } = writerDeps(writer, (request) => {
    sent.push(request);
    return groups.purchase(request);
  });
  const takenAt = performance.now();
  await writeBehind(deps, { ...taken, takenAt, isAgain: false });
  expect(sent).toMatchObject([{ decideBy: takenAt + SENT_WITHIN_MS }]);
  const [limit] = await postgres.query<object[]>(
    "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'",
  );
  expect(limit).toEqual({ setting: String(STATEMENT_MAX_MS) });
});

test('a writer that may still be deciding a purchase keeps it: nobody else claims it', async () => {
  const [slow, quick] = [createPurchaseStream(redis, 'slow'), newWriter()];
  const { entryId } = await takenBy(slow);
  const { stream } = streamKeys('1', fence);
  const looked = openPromise<StreamEntry[]>();
  const claim: PurchaseStream['claim'] = async (...asked) => {
    // As old as it gets with the slowest writer, whatever time has passed here: Redis hears both at once.
    const [, claimed] = await Promise.all([
      redis.xclaim(stream, 'writers', 'slow', 0, entryId, 'IDLE', DECIDED_WITHIN_MS),
      quick.claim(...asked),
    ]);
    looked.resolve(claimed);
    return claimed;
  };
  const { deps } = writerDeps({ ...quick, claim }, (request) => groups.purchase(request));
  await using _writers = createStreamWriters(deps).start({ byHand: false });
  expect(await looked.promise).toEqual([]);
});

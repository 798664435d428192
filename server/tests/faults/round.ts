import type { PurchaseStrategy } from '../../../sdk/index.ts';
import { anyOf, resolve, startCrowd, type Crowd } from './crowd.ts';
import { check } from './checker.ts';
import { elapse, until, watchStarvation } from './clock.ts';
import type { Cluster } from './cluster.ts';
import { drain } from './drain.ts';
import type { Evidence, Violation } from './evidence.ts';
import type { Fault } from './fault.ts';
import { observe, readBooks, readOrders } from './observer.ts';
import type { Random } from '../../simulation/random.ts';
import { SALE_ID } from './ask.ts';

const BUYERS = 60;
const BUYERS_BRIEF = 40;
const RECOVERY_MAX_MS = 3_000;
/** In a run of all tests it is enough to come back: how fast is for the long run to say. */
const RECOVERY_BRIEF_MAX_MS = 10_000;
/** A gate that missed a sale is mended within a lease and a look; it is a guess, and costs nobody a unit until then. */
const EXACT_MAX_MS = 20_000;
const LEASE_AND_NOTICE_MS = 12_000;
const NOTICE_MS = 3_000;
const WARM_UP = 20;
const AFTERWARDS_MS = 400;
const WAIT_MAX_MS = 20_000;

/** How a round is played. */
export interface RoundOptions {
  readonly cluster: Cluster;
  readonly fault: Fault;
  readonly random: Random;
  /** Begins its buyers' names; no two rounds on a cluster have the same. */
  readonly name: string;
  readonly isBrief: boolean;
}

/** How it went. */
export interface RoundEnd {
  readonly fault: string;
  readonly kills: number;
  readonly violations: readonly Violation[];
  readonly recoveryMs: number | null;
  readonly evidence: Evidence;
}

/** One sale under load, one fault, and what is left of both when everybody has an answer. */
export async function playRound({ cluster, fault, random, name, isBrief }: RoundOptions): Promise<RoundEnd> {
  const { replicas, postgres } = cluster;
  const isScarce = fault.needsStock !== true && random.chance(0.3);
  await cluster.restock(isScarce ? random.between(50, 250) : 4_000);
  using starvation = watchStarvation();
  const observer = observe(postgres);
  const isOne = fault.needsAllStrategies !== true && random.chance(0.5);
  const strategies: readonly PurchaseStrategy[] = isOne ? ['REDIS_LUA'] : cluster.safeStrategies;
  const crowd = startCrowd({ name, buyers: isBrief ? BUYERS_BRIEF : BUYERS, strategies, random, replicas });
  await until('the first purchases', () => crowd.attempts().length >= WARM_UP, { maxMs: WAIT_MAX_MS });

  const [victim, other] = random.chance(0.5) ? [replicas[0], replicas[1]] : [replicas[1], replicas[0]];
  await fault.inject({ cluster, crowd, random, victim, other, isBrief });
  const goneAt = performance.now();
  const sinceGoneMs = await recovery(crowd, goneAt, cluster);
  // The last units may be promised to whoever got no answer: that is not for the sale to recover from before the leases end.
  const recoveryMs = isScarce ? null : sinceGoneMs;
  await elapse(AFTERWARDS_MS);
  await crowd.stop();
  await Promise.all(replicas.map((replica) => replica.start()));
  await resolve(crowd.wishes, { replicas, random });

  const waitsForLease = !isBrief && random.chance(0.15);
  const pendingSince = waitsForLease ? goneAt : performance.now();
  if (!waitsForLease) await cluster.endLeases();
  const pendingMs = await untilSettled(cluster, pendingSince);
  const drained = await drain({ cluster, name, random });
  const verdict = await untilExact(cluster, random, fault.isSabotage === true ? 0 : EXACT_MAX_MS);
  await observer.stop();
  const wishes = [...crowd.wishes, ...drained];
  const evidence: Evidence = {
    wishes,
    snapshots: observer.snapshots,
    orders: await readOrders(postgres, name),
    final: await readBooks(postgres),
    verdict,
    pendingMs,
    pendingMaxMs:
      (waitsForLease ? LEASE_AND_NOTICE_MS : NOTICE_MS) + starvation.between(pendingSince, Infinity),
    outages: new Map(replicas.map((replica) => [replica.name, replica.outages])),
    surprises: replicas.flatMap((replica) => replica.takeSurprises()),
    recoveryMs,
    recoveryMaxMs:
      (isBrief ? RECOVERY_BRIEF_MAX_MS : RECOVERY_MAX_MS) +
      starvation.between(goneAt, goneAt + RECOVERY_MAX_MS),
    starvedMs: starvation.between,
  };
  return { fault: fault.name, kills: fault.kills, violations: check(evidence), recoveryMs, evidence };
}

/** From the moment that the cause was gone to the first purchase that was begun and confirmed after it. */
async function recovery(crowd: Crowd, goneAt: number, cluster: Cluster): Promise<number | null> {
  const confirmedAt = (): number | undefined => {
    const later = crowd
      .attempts()
      .filter(({ beganAt, answer }) => beganAt > goneAt && answer.kind === 'confirmed');
    return later.length === 0 ? undefined : Math.min(...later.map(({ endedAt }) => endedAt));
  };
  const isSoldOut = (): Promise<boolean> =>
    readBooks(cluster.postgres).then(
      ({ remaining }) => remaining === 0,
      () => false,
    );
  await until('a purchase is confirmed again', async () => confirmedAt() !== undefined || isSoldOut(), {
    maxMs: WAIT_MAX_MS,
  }).catch(() => undefined);
  const at = confirmedAt();
  if (at === undefined) return (await isSoldOut()) ? null : performance.now() - goneAt;
  return at - goneAt;
}

async function untilSettled(cluster: Cluster, since: number): Promise<number> {
  const isNone = async (): Promise<boolean> => (await cluster.pending()) === 0;
  if (await isNone()) return 0;
  await until('no reservation is pending', isNone, { maxMs: WAIT_MAX_MS, everyMs: 50 }).catch(
    () => undefined,
  );
  return performance.now() - since;
}

async function untilExact(cluster: Cluster, random: Random, maxMs: number): Promise<Evidence['verdict']> {
  const audit = () => anyOf(cluster.replicas, random).client().audit(SALE_ID);
  let last = await audit();
  await until(
    'the books are exact',
    async () => {
      last = await audit();
      return last.verdict === 'EXACT';
    },
    { maxMs, everyMs: 500 },
  ).catch(() => undefined);
  return { verdict: last.verdict, explanation: last.explanation };
}

import { limits } from '../domain/limits.ts';
import { crashPoint } from '../crash-points.ts';
import { byDeadline } from '../domain/deadline.ts';
import { gatherReads } from '../domain/gather.ts';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { timed } from '../domain/spans.ts';
import { recentRefusal, refusalFor, RECENT_MS, type SaleStanding, type Truth } from '../domain/truth.ts';
import { isRedisAway } from './errors.ts';
import type { Gate, GateAnswer } from './gate.ts';

/** What the gate said, or an end that was met on the way to it. */
export type Taken = GateAnswer | PurchaseOutcome;

/** `unknown`: Redis is away, or its answer was lost. */
export type Entry =
  Extract<GateAnswer, { kind: 'reserved' }> | { readonly kind: 'unknown' } | PurchaseOutcome;

/** What a strategy that takes its units from the sale's gate does before Postgres decides, and after. */
export interface GateSteps {
  /**
   * Takes the units by `take`. An absent gate is built and an empty one that promises nothing is held against Postgres,
   * so that a `soldOut` is true. A Redis that is away turns nobody away: `unknown` leaves the decision to Postgres.
   */
  enter(request: PurchaseRequest, take: () => Promise<Taken>): Promise<Entry>;
  /**
   * Tells the gate how it ended: sold units are gone, refused ones go back. An unknown end settles nothing: the reaper
   * asks Postgres when the lease is over. So it does when Redis is away now. Resolves when the gate knows; the order is
   * durable, its buyer need not wait for that.
   */
  settle(request: PurchaseRequest, outcome: PurchaseOutcome): Promise<void>;
}

interface GateDeps {
  readonly gate: Gate;
  readonly truth: Truth;
  /** Where the sale stands in Postgres, read after this was asked: once for all who ask at once. */
  look(saleId: string): Promise<SaleStanding | null>;
}

/** So long a buyer waits for what was promised to others to be sold or to come back. */
const PROMISED_MAX_MS = 2_000;
/** So often Postgres is asked, once for all who wait for a sale, and the gate after so many times. */
const LOOK_EVERY_MS = 10;
const LOOKS_TO_ASK = 5;

/** The steps on a gate and the truth behind it. */
export function createGateSteps({ gate, truth }: Pick<GateDeps, 'gate' | 'truth'>): GateSteps {
  const look = gatherReads((saleId) => truth.standing(saleId), LOOK_EVERY_MS);
  const deps = { gate, truth, look };
  return {
    enter(request, take) {
      const seen = truth.peekStanding(request.saleId);
      const refusal = refusalFor(seen, request);
      if (refusal !== null) return Promise.resolve(refusal);
      const wasRefused =
        seen === undefined && refusalFor(truth.lastStanding(request.saleId), request) !== null;
      const enterBy = (): Promise<Entry> =>
        take().then((answer) => afterTaking(deps, { request, take }, answer), unknownWhenAway);
      if (!wasRefused) return enterBy();
      return askAgain(truth, request).then((still) => still ?? enterBy());
    },
    settle: (request, outcome) =>
      outcome.kind === 'inProgress' || outcome.kind === 'fenced'
        ? Promise.resolve()
        : settleReservation(gate, request, outcome),
  };
}

/** A purchase at the gate, and how it takes its units. */
interface AtGate {
  readonly request: PurchaseRequest;
  readonly take: () => Promise<Taken>;
}

function afterTaking(deps: GateDeps, at: AtGate, answer: Taken): Entry | Promise<Entry> {
  const { request } = at;
  if (answer.kind === 'absent') return buildGate(deps, request).catch(unknownWhenAway);
  if (answer.kind !== 'empty') return answer;
  if (answer.pending === 0) return confirmEmpty(deps, request).catch(unknownWhenAway);
  return request.mayWait === true ? waitForPromised(deps, at).catch(unknownWhenAway) : { kind: 'soldOut' };
}

/**
 * What a gate has promised is not sold yet: it comes back from buyers who have had theirs, be it under a limit or under the same
 * key on another replica, and in a rush that may be most of it. Nobody is told that such units are gone before Postgres says so,
 * which usually is a moment later; where it does not, the gate is asked again now and then.
 */
async function waitForPromised(deps: GateDeps, { request, take }: AtGate): Promise<Entry> {
  const until = performance.now() + PROMISED_MAX_MS;
  for (let looks = 1; performance.now() < until; looks += 1) {
    // eslint-disable-next-line no-await-in-loop -- one read for all who wait, until it is decided
    const seen = await timed(request, 'statements', () => deps.look(request.saleId).catch(() => null));
    const refusal = refusalFor(seen, request);
    if (refusal !== null) return refusal;
    if (looks % LOOKS_TO_ASK !== 0) continue;
    // eslint-disable-next-line no-await-in-loop
    const answer = await take();
    if (answer.kind !== 'empty' || answer.pending === 0) return afterTaking(deps, { request, take }, answer);
  }
  return { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };
}

function unknownWhenAway(error: unknown): Entry {
  if (isRedisAway(error)) return { kind: 'unknown' };
  throw error;
}

/**
 * When such a fact has just become too old, whoever comes waits for one read that all of them share, and asks Redis where
 * Postgres takes longer than such a fact lives.
 */
async function askAgain(truth: Truth, request: PurchaseRequest): Promise<PurchaseOutcome | null> {
  const again = truth.recentStanding(request.saleId).catch(() => null);
  const seen = await timed(request, 'statements', () => byDeadline(again, null, RECENT_MS));
  return refusalFor(seen, request);
}

/** Redis is new, was flushed or restarted: the gate is built from Postgres, and the purchase begins again. */
async function buildGate({ gate, truth }: GateDeps, request: PurchaseRequest): Promise<PurchaseOutcome> {
  const sale = await truth.standing(request.saleId);
  if (sale?.fence === request.fence) await gate.build({ saleId: request.saleId, ...sale });
  return { kind: 'fenced' };
}

/**
 * The gate is empty and promises nothing to anyone, so it must agree with Postgres. Where Postgres has units left, the
 * gate has lost them: it is replaced under a new fence, and the purchase begins again.
 */
async function confirmEmpty({ gate, truth }: GateDeps, request: PurchaseRequest): Promise<PurchaseOutcome> {
  const refusal = await recentRefusal(truth, request);
  if (refusal !== null) return refusal;

  const now = await truth.standing(request.saleId);
  if (now?.fence !== request.fence) return { kind: 'fenced' };
  const refused = refusalFor(now, request);
  if (refused !== null) return refused;
  const event = { kind: 'rebuild', actor: 'engine', reason: 'the gate was empty with units left' } as const;
  const raised = await truth.raiseFence({ saleId: request.saleId, ifFence: request.fence }, event);
  if (raised !== null) await gate.build({ saleId: request.saleId, ...raised }, request.fence);
  return { kind: 'fenced' };
}

/** Without `async`, as `Gate.settle`: it is done for each order, and two promises less are made of it. */
function settleReservation(gate: Gate, request: PurchaseRequest, { kind }: PurchaseOutcome): Promise<void> {
  const settled = (wasPending: boolean): Promise<void> | void => {
    crashPoint('settled');
    // Sold without a reservation: Redis was away, or the lease was over. The gate still counts these units.
    if (kind === 'confirmed' && !wasPending)
      return gate.correct(request, request.quantity).catch(forgiveAway);
  };
  return gate.settle(request, kind !== 'confirmed' && kind !== 'soldOut').then(settled, forgiveAway);
}

function forgiveAway(error: unknown): void {
  if (!isRedisAway(error)) throw error;
}

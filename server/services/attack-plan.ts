import { uuidv7 } from '../domain/ids.ts';
import { summarize, createHistogram } from '../domain/histogram.ts';
import { limits } from '../domain/limits.ts';
import { Problem } from '../domain/problem.ts';
import { checkInteger } from '../domain/purchase-input.ts';
import type { Attack, AttackFigures, AttackPlan } from '../domain/attack.ts';
import type { Sale } from '../domain/sale.ts';

/** What an attack is asked to do, before it is believed. */
export type AttackWish = Omit<AttackPlan, 'seed'> & { readonly seed: number | null };

/** Figures of an attack that has not begun. */
const NO_FIGURES: AttackFigures = {
  sent: 0,
  confirmed: 0,
  soldOut: 0,
  rejected: 0,
  failed: 0,
  unknown: 0,
  durationMs: 0,
  latency: summarize(createHistogram()),
  latencyCorrected: summarize(createHistogram()),
  histogram: [],
  frames: [],
  saturated: false,
};

/** Throws a Problem that names what is out of bounds. */
export function checkAttack(wish: AttackWish): void {
  checkInteger('requests', wish.requests, { min: 1, max: limits.attackRequestsMax });
  checkInteger('concurrency', wish.concurrency, { min: 1, max: limits.attackConcurrencyMax });
  checkArrivals(wish);
  if (wish.stock !== null) checkInteger('stock', wish.stock, { min: 0, max: limits.stockMax });
  if (wish.raceWindowMs !== null)
    checkInteger('raceWindowMs', wish.raceWindowMs, { min: 0, max: limits.raceWindowMaxMs });
  if (wish.raceWindowMs !== null && wish.stock === null)
    throw badInput('raceWindowMs is set by a reset: give stock as well, or leave raceWindowMs out.');
  if (wish.seed !== null) checkInteger('seed', wish.seed, { min: 0, max: 2 ** 31 - 1 });
}

/** The rate belongs to the OPEN model, which can't do without. */
function checkArrivals({ model, requests, requestsPerSecond: rate }: AttackWish): void {
  if (model === 'CLOSED' && rate === null) return;
  if (model === 'CLOSED')
    throw badInput('requestsPerSecond is for OPEN attacks: leave it out, or set model to OPEN.');
  if (rate === null)
    throw badInput('An OPEN attack needs requestsPerSecond: how many buyers arrive in a second.');
  checkInteger('requestsPerSecond', rate, { min: 1, max: limits.attackRateMax });
  const seconds = Math.ceil(requests / rate);
  if (seconds > limits.attackArrivalsMaxSeconds)
    throw badInput(
      `At ${rate} requestsPerSecond, ${requests} requests take ${seconds} seconds, and ${limits.attackArrivalsMaxSeconds} are the most: raise requestsPerSecond or lower requests.`,
    );
}

const badInput = (message: string): Problem => new Problem('BAD_USER_INPUT', message);

/** An attack that waits for its turn. Without a seed it gets one, so that any run can be repeated. */
export function queueAttack(wish: AttackWish, sale: Sale): Attack {
  const seed = wish.seed ?? crypto.getRandomValues(new Uint32Array(1)).reduce((_, value) => value >>> 1, 0);
  return {
    id: uuidv7(),
    plan: { ...wish, seed },
    state: 'QUEUED',
    epoch: null,
    stock: wish.stock ?? sale.stock,
    raceWindowMs: wish.raceWindowMs ?? sale.raceWindowMs,
    figures: NO_FIGURES,
    audit: null,
    spans: [],
    lockWaits: null,
    error: null,
    startedAt: null,
    finishedAt: null,
  };
}

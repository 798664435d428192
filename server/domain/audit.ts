import type { Testimony } from './witness.ts';

/** When a reservation's lease is over its end is looked up, and a gate that stands wrong for so long is built anew. */
export const SETTLED_WITHIN_SECONDS = 15;

/** What the books say about one epoch of a sale. */
export type Verdict = 'EXACT' | 'OVERSOLD' | 'UNDERSOLD' | 'DUPLICATE' | 'DRIFT' | 'INCONCLUSIVE';

/** The books of one epoch, read in one snapshot of Postgres, with what Redis and the figures say beside them. */
export interface Books {
  readonly stock: number;
  /** Not sold and not held; `pooled` of them are rows of the pool. */
  readonly remaining: number;
  readonly held: number;
  readonly pooled: number;
  /** Units in orders that are not cancelled. */
  readonly sold: number;
  /** Orders beyond the first of one buyer's key, and units beyond a buyer's limit. */
  readonly duplicates: number;
  /** Units that came back in this epoch, by holds that ended without an order or by stock that was added. */
  readonly returned: number;
  /** The gate's count; null when Redis holds none. */
  readonly redisRemaining: number | null;
  /** Units that the gate has promised to purchases still under way. */
  readonly redisPending: number;
  /** The fewest units that a buyer was refused as sold out; null when nobody was. */
  readonly smallestRefusal: number | null;
  /** Purchases whose end nobody knows. */
  readonly unknown: number;
  /** Purchases of the sale that have not ended. */
  readonly inFlight: number;
  /** Replicas that did not say whether they owe the books anything, such as a purchase or a refusal. */
  readonly silent: number;
  /** True when the generator, not the server, set the pace. */
  readonly saturated: boolean;
}

/** The judgement of the books. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly explanation: string;
  readonly oversold: number;
  readonly undersold: number;
  readonly drift: number;
}

/** An audit as it is shown and stored. */
export interface Audit extends Judgement, Testimony {
  readonly saleId: string;
  readonly epoch: number;
  readonly stock: number;
  readonly sold: number;
  readonly held: number;
  readonly pooled: number;
  readonly remaining: number;
  readonly redisRemaining: number | null;
  readonly duplicates: number;
  readonly unknown: number;
  readonly checkedAt: Date;
}

/**
 * The verdict, from the worst that is certain to what can't be told. It never asks which strategy ran:
 * units sold beyond the stock are an oversell even if the stock row looks right, and a missing unit
 * is an undersell even if nothing else is wrong.
 */
export function judge(books: Books): Judgement {
  const taken = books.sold + books.held;
  const oversold = Math.max(0, taken - books.stock);
  const undersold = undersoldUnits(books);
  const apart = driftOf(books);
  const drift = Math.abs(apart.row) + Math.abs(apart.gate);
  const say = (verdict: Verdict, explanation: string): Judgement => ({
    verdict,
    explanation,
    oversold,
    undersold,
    drift,
  });

  if (oversold > 0) {
    const row =
      books.remaining < 0
        ? `the stock row stands at −${count(-books.remaining)}`
        : `the stock row still says ${count(books.remaining)}`;
    return say(
      'OVERSOLD',
      `${units(taken)} sold${books.held > 0 ? ' or held' : ''} of ${count(books.stock)}: ${count(oversold)} more than there were, and ${row}.`,
    );
  }
  if (books.duplicates > 0) {
    return say(
      'DUPLICATE',
      `${count(books.duplicates)} of the ${units(books.sold)} sold went to a buyer who had that purchase already, or all that one may buy.`,
    );
  }
  if (undersold > 0) return say('UNDERSOLD', undersoldWords(books));
  if (drift > 0) return say('DRIFT', driftWords(books, apart));
  if (isUnsettled(books)) return say('INCONCLUSIVE', unsettledWords(books));
  if (books.inFlight > 0) return say('INCONCLUSIVE', inFlightWords(books.inFlight));
  if (books.unknown > 0) return say('INCONCLUSIVE', unknownWords(books.unknown));
  if (books.silent > 0) return say('INCONCLUSIVE', silentWords(books.silent));
  if (books.saturated)
    return say(
      'INCONCLUSIVE',
      'The load generator could not keep up, so this run says little about the server.',
    );
  if (books.sold === 0 && books.stock > 0)
    return say('INCONCLUSIVE', `Nothing was sold yet${heldWords(books)}: there is nothing to judge.`);
  return say('EXACT', exactWords(books));
}

function exactWords(books: Books): string {
  const left = books.stock - books.sold - books.held;
  const accounts = `Every unit is accounted for: ${count(books.sold)} sold${heldWords(books)}, ${count(left)} left.`;
  if (books.smallestRefusal === null && left > 0) return `${accounts} Demand has not reached the stock.`;
  if (books.returned > 0 && left > 0) return `${accounts} Some came back after buyers had been refused.`;
  return `Exactly what there was: ${count(books.sold)} of ${count(books.stock)} sold${heldWords(books)}, ${count(books.remaining)} left, none lost.`;
}

function undersoldWords(books: Books): string {
  const lost = lostUnits(books);
  const unsold = undersoldUnits(books) - lost;
  const refused = `Buyers were told sold out while ${units(unsold)} of ${count(books.stock)} stayed unsold`;
  if (lost === 0) return `${refused}.`;
  const missing = `${units(lost)} of ${count(books.stock)} went missing: not sold, not held and not left.`;
  return unsold === 0 ? missing : `${refused}, and ${missing}`;
}

function inFlightWords(inFlight: number): string {
  const what = inFlight === 1 ? '1 purchase is' : `${count(inFlight)} purchases are`;
  return `${what} still under way: audit again in a moment.`;
}

function unknownWords(unknown: number): string {
  const [what, keys] =
    unknown === 1 ? ['1 purchase has', 'its key'] : [`${count(unknown)} purchases have`, 'their keys'];
  return `${what} an unknown end: ask again with ${keys}, then audit again.`;
}

function silentWords(silent: number): string {
  const who = silent === 1 ? 'A replica' : `${count(silent)} replicas`;
  return `${who} could not be asked, or did not answer, whether all purchases are in the books: audit again in a moment.`;
}

function heldWords({ held }: Books): string {
  return held > 0 ? `, ${count(held)} held for buyers who pay` : '';
}

/**
 * Somebody was refused although so many units were left, or units are in no account at all. Units that came back may have
 * done so after the refusal, and those that a gate has promised were not to be had: they prove nothing.
 */
function undersoldUnits(books: Books): number {
  const left = Math.max(0, books.remaining) - books.returned - books.redisPending;
  const refusedWrongly = books.smallestRefusal !== null && left >= books.smallestRefusal;
  return lostUnits(books) + (refusedWrongly ? left : 0);
}

/** Units that are in no account. */
function lostUnits({ stock, remaining, held, sold }: Books): number {
  return Math.max(0, stock - remaining - held - sold);
}

/** How far each store is from the orders: above zero where it says more than should be left. */
interface Drift {
  readonly row: number;
  /** With what the gate has promised; 0 where Redis holds none. */
  readonly gate: number;
}

/** Units that should be left, by the orders. */
function expectedUnits({ stock, held, sold }: Books): number {
  return stock - held - sold;
}

/** The gate is held against the orders as well, not against the row: else a row that is wrong would count twice. */
function driftOf(books: Books): Drift {
  const expected = expectedUnits(books);
  const { remaining, redisRemaining: left, redisPending: promised } = books;
  // Postgres and Redis are read one after the other: what was bought between the two stands in one of them alone.
  const isMoving = left === null || books.inFlight > 0 || isUnsettled(books);
  const gate = isMoving ? 0 : left + promised - Math.max(0, expected);
  return { row: remaining - expected, gate };
}

/**
 * What the gate has promised is sold or comes back, and it has not heard which: until then it may be off by that much, and
 * who was refused meanwhile may have been so wrongly.
 */
function isUnsettled(books: Books): boolean {
  const { redisRemaining: left, redisPending: promised, smallestRefusal, remaining, returned } = books;
  if (left === null) return false;
  const expected = Math.max(0, expectedUnits(books));
  const isRefusalOpen = smallestRefusal !== null && promised > 0 && remaining - returned >= smallestRefusal;
  return left <= expected && (expected < left + promised || (isRefusalOpen && expected === left + promised));
}

function unsettledWords({ redisPending }: Books): string {
  return `Redis has promised ${units(redisPending)} to purchases of which it has not heard how they ended. It will within ${SETTLED_WITHIN_SECONDS} seconds: audit again then.`;
}

/** A sync copies the row into Redis: it is named only where the row is right. A row that says too little is an undersell. */
function driftWords(books: Books, { row, gate }: Drift): string {
  const expected = expectedUnits(books);
  const promised = books.redisPending > 0 ? ` and has promised ${count(books.redisPending)}` : '';
  const redis = `Redis says ${count(books.redisRemaining)}${promised}`;
  if (row === 0)
    return `The orders and the stock row are right and ${units(expected)} should be left, but ${redis}. Redis is rebuilt within ${SETTLED_WITHIN_SECONDS} seconds, or by Sync at once.`;
  const also = gate === 0 ? '' : `, and ${redis}`;
  return `The orders are right and ${units(expected)} should be left, but the stock row says ${count(books.remaining)}: it forgot ${units(row)} sold${also}. A reset starts anew.`;
}

function units(value: number): string {
  return value === 1 ? '1 unit' : `${count(value)} units`;
}

/** 12000 -> "12,000". */
function count(value: number | null): string {
  return value === null ? 'nothing' : value.toLocaleString('en-US');
}

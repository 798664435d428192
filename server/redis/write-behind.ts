import { setTimeout as wait } from 'node:timers/promises';
import { crashPoint } from '../crash-points.ts';
import { figureOf, type Figure } from '../domain/figures.ts';
import { madeAtMs } from '../domain/ids.ts';
import type { LateEnds } from '../domain/late-end.ts';
import { limits } from '../domain/limits.ts';
import type { PurchaseAnswer, PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import type { Truth } from '../domain/truth.ts';
import type { PurchaseStream, StreamEnd, StreamEntry } from './purchase-stream.ts';

/** Of a purchase that a writer has taken: later than that it is not sent to Postgres, which takes 2.5 s at most itself. */
const DECIDE_WITHIN_MS = 2_500;
const NOTHING_BOUGHT = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs } as const;

/** A purchase that this writer has taken from its stream. */
export interface TakenEntry extends StreamEntry {
  /** Before it was asked for, by performance.now(). */
  readonly takenAt: number;
  /** Another writer has had it before, or this one: it may have been sold already. */
  readonly isAgain: boolean;
}

/** What a writer stands on. */
export interface WriterDeps {
  readonly stream: PurchaseStream;
  decide(request: PurchaseRequest): Promise<PurchaseOutcome>;
  readonly truth: Pick<Truth, 'existing'>;
  readonly ends: LateEnds;
}

type Known = StreamEnd & { readonly figure: Figure };

/**
 * Takes one purchase to its end, together with all that are decided at the same time. An end that nobody knows leaves it
 * where it is: whoever claims it later looks its order up first. Throws when a store can't be asked, with the same effect.
 */
export async function writeBehind(deps: WriterDeps, entry: TakenEntry): Promise<void> {
  const known = await endOf(deps, entry);
  if (known === null) return;
  crashPoint('committed');
  const latencyMs = await deps.stream.finish(entry, known);
  crashPoint('settled');
  if (latencyMs === null) return;
  deps.ends.record({ request: entry.request, figure: known.figure, latencyMs });
}

async function endOf(deps: WriterDeps, entry: TakenEntry): Promise<Known | null> {
  const { request, isAgain } = entry;
  const isSold = async (): Promise<boolean> => (await deps.truth.existing([request.orderId])).size > 0;
  if (isAgain && (await isSold())) return SOLD;
  const known = await decide(deps, entry);
  if (known === null || known.kind === 'sold') return known;
  // It was decided behind whatever the writer before had sent: what that one sold is there to be seen by now.
  return (isAgain || known.figure === 'failed') && (await isSold()) ? SOLD : known;
}

const SOLD: Known = { kind: 'sold', figure: 'confirmed' };

/** Null when its end is not known, or it could not be sent in time. A surprise has sold nothing, unless it is there. */
async function decide(deps: WriterDeps, { request, takenAt }: TakenEntry): Promise<Known | null> {
  const decideBy = takenAt + DECIDE_WITHIN_MS;
  try {
    for (;;) {
      // eslint-disable-next-line no-await-in-loop -- asked again while Postgres is away
      const outcome = await deps.decide({ ...request, decideBy });
      if (outcome.kind !== 'overloaded') return meaningOf(request, outcome);
      if (performance.now() + outcome.retryAfterMs > decideBy) return null;
      // eslint-disable-next-line no-await-in-loop -- as above
      await wait(outcome.retryAfterMs);
    }
  } catch (error) {
    deps.ends.failed(error);
    return { ...refused(request, 'back', NOTHING_BOUGHT), figure: 'failed' };
  }
}

function meaningOf(request: PurchaseRequest, outcome: PurchaseOutcome): Known | null {
  switch (outcome.kind) {
    case 'confirmed':
      return SOLD;
    case 'replayed':
      // The order of an earlier purchase under the same key, or its own, written by who had it before.
      return outcome.order.id === request.orderId ? SOLD : refused(request, 'back', outcome);
    case 'soldOut':
      return refused(request, 'gone', outcome);
    case 'limitReached':
    case 'notOpen':
    case 'mismatch':
      return refused(request, 'back', outcome);
    case 'fenced':
      return refused(request, 'back', NOTHING_BOUGHT);
    case 'overloaded':
    case 'inProgress':
    case 'pending':
      return null;
  }
}

function refused(
  request: PurchaseRequest,
  kind: 'gone' | 'back',
  answer: Exclude<PurchaseAnswer, { kind: 'pending' }>,
): Known {
  const latencyMs = Math.max(0, Date.now() - madeAtMs(request.orderId));
  return { kind, end: { answer, latencyMs }, figure: figureOf(answer) };
}

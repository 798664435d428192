import type { DataSource } from 'typeorm';
import { holdFingerprintOf, type HoldInput } from '../domain/hold-input.ts';
import type { HoldAnswer, NotNow } from '../domain/hold.ts';
import { uuidv7 } from '../domain/ids.ts';
import { limits } from '../domain/limits.ts';
import type { Sale } from '../domain/sale.ts';
import { isKeyTaken, isNeverSent, isRolledBack, isUnknownEnd } from '../postgres/errors.ts';
import { holdUnits } from '../postgres/holds.ts';
import type { GateUpkeep } from './gate-upkeep.ts';
import type { SaleDirectory } from './sale-directory.ts';

/** What taking a hold stands on. `postgres` is the purchase pool. */
export interface HoldRunDeps {
  readonly postgres: DataSource;
  readonly directory: SaleDirectory;
  readonly upkeep: GateUpkeep;
}

/** The end is not known, or not yet. */
export const UNDECIDED = { kind: 'inProgress', retryAfterMs: limits.retryAfterMs } as const;
/** Nothing has happened. */
const OVERLOADED = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs } as const;

/**
 * Asks Postgres for the units. A sale that went on to another fence meanwhile is asked again under it, but never in
 * another epoch: who began before a reset holds nothing after it.
 */
export async function takeHold(
  { postgres, directory, upkeep }: HoldRunDeps,
  input: HoldInput,
  sale: Sale,
): Promise<HoldAnswer> {
  let bound = sale;
  for (let attempt = 0; attempt < limits.fencedRetriesMax; attempt += 1) {
    // eslint-disable-next-line no-await-in-loop -- each attempt follows from the one before
    const outcome = await holdUnits(postgres, bind(input, bound)).catch(whenKeyTaken);
    if (outcome.kind === 'held' && !outcome.replayed) upkeep.taken(hereOf(bound), input.quantity);
    if (outcome.kind !== 'fenced') return outcome;
    directory.forget(sale.id);
    // eslint-disable-next-line no-await-in-loop -- as above
    bound = await directory.get(sale.id);
    if (bound.epoch !== sale.epoch) return OVERLOADED;
  }
  return OVERLOADED;
}

/** Names what a failing Postgres means: a transaction that it refused has not happened, another may have. */
export async function unlessAway<Answer>(work: () => Promise<Answer>): Promise<Answer | NotNow> {
  try {
    return await work();
  } catch (error) {
    if (isNeverSent(error) || isRolledBack(error)) return OVERLOADED;
    if (isUnknownEnd(error)) return UNDECIDED;
    throw error;
  }
}

/** The key was used meanwhile for a hold on another sale, whose lock is another one. */
function whenKeyTaken(error: unknown): { kind: 'mismatch' } {
  if (isKeyTaken(error)) return { kind: 'mismatch' };
  throw error;
}

function hereOf({ id, fence }: Sale): { saleId: string; fence: number } {
  return { saleId: id, fence };
}

function bind(input: HoldInput, sale: Sale) {
  const { buyerId, quantity, holdSeconds: seconds, idempotencyKey: key } = input;
  const fingerprint = key === null ? null : holdFingerprintOf(input);
  return {
    holdId: uuidv7(),
    saleId: sale.id,
    fence: sale.fence,
    buyerId,
    quantity,
    seconds,
    key,
    fingerprint,
  };
}

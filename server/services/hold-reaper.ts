import type { DataSource } from 'typeorm';
import { expireHolds, salesWithDueHolds } from '../postgres/holds.ts';
import type { GateUpkeep } from './gate-upkeep.ts';
import { isRolledBack } from '../postgres/errors.ts';
import { repeat } from './repeat.ts';

const EVERY_MS = 400;
const BATCH_MAX = 500;

/** What it works on. */
export interface HoldReaperDeps {
  readonly postgres: DataSource;
  readonly upkeep: Pick<GateUpkeep, 'returned'>;
  readonly onError: (error: unknown) => void;
}

/**
 * Gives the units of due holds back within a second. Every replica looks; an advisory lock of the sale lets one of them
 * do it, and whether a hold was confirmed or has expired is decided by its row in Postgres, never here.
 */
export function startHoldReaper(deps: HoldReaperDeps): Disposable {
  return repeat(() => expireDueHolds(deps), { everyMs: EVERY_MS, onError: deps.onError });
}

/**
 * Expires every hold that is due now. A sale that somebody has locked, as for a long reset, keeps the others waiting but for
 * a moment, and one whose holds can't be ended keeps nobody else's in force.
 */
async function expireDueHolds(deps: HoldReaperDeps): Promise<void> {
  for (const saleId of await salesWithDueHolds(deps.postgres)) {
    // eslint-disable-next-line no-await-in-loop -- one sale's row after the other: buyers wait for them too
    await expireHoldsOf(deps, saleId).catch((error: unknown) => {
      if (isRolledBack(error)) return;
      deps.onError(new Error(`the due holds of sale ${saleId} can't be ended`, { cause: error }));
    });
  }
}

async function expireHoldsOf({ postgres, upkeep }: HoldReaperDeps, saleId: string): Promise<void> {
  let count = BATCH_MAX;
  while (count === BATCH_MAX) {
    // eslint-disable-next-line no-await-in-loop -- in batches, since buyers wait for the row meanwhile
    const ended = await expireHolds(postgres, saleId, BATCH_MAX);
    for (const units of ended) upkeep.returned(units);
    count = ended.length;
  }
}

import { limits } from '../../domain/limits.ts';
import type { StepBuyerName, StepStatus } from '../../domain/steps.ts';
import type { Queryable } from '../../postgres/queryable.ts';
import { readWaits, type LockWait } from '../../postgres/steps/locks.ts';
import type { Actor } from './actor.ts';
import type { Changes } from './changes.ts';

/** How often Postgres is asked who waits, while a statement has no answer. */
const ASK_EVERY_MS = 1;
const PAUSE_MS = 50;

/** Who waits for whom. */
export type Waits = ReadonlyMap<StepBuyerName, readonly StepBuyerName[]>;

const NOBODY: Waits = new Map();

/** Whether it is on its way: a statement of it is under way, or it computes or pauses before its next one. */
function isMoving({ keeper, end }: Actor): boolean {
  return keeper.underWay() !== null || (keeper.next() === null && end() === null);
}

/**
 * Resolves when every buyer stands before a statement, has ended, or is seen waiting for a lock of a buyer that stands
 * still: then nothing happens any more unless somebody is let through. Each wait is what Postgres says, and holds only
 * when nothing has moved while it was asked. Buyers that wait for each other in a circle are left to Postgres, which
 * refuses one of them after a second.
 */
export async function settle(
  actors: readonly Actor[],
  { observer, changes }: { observer: Queryable; changes: Changes },
): Promise<Waits> {
  const until = performance.now() + limits.stepSettleMs;
  while (performance.now() < until) {
    const seen = changes.count();
    const moving = actors.filter(isMoving);
    if (moving.length === 0) return NOBODY;
    const backends = moving
      .map(({ keeper }) => keeper.underWay()?.backend ?? null)
      .filter((each) => each !== null);
    const mayWait = backends.length === moving.length;
    // eslint-disable-next-line no-await-in-loop -- looked at again after each change
    await changes.after(seen, mayWait ? ASK_EVERY_MS : PAUSE_MS);
    if (changes.count() > seen || !mayWait) continue;
    // eslint-disable-next-line no-await-in-loop -- as above
    const found = await readWaits(observer, backends);
    if (changes.count() > seen || found.length < moving.length) continue;
    const waits = nameWaits(found, actors);
    if (isStill(waits)) return waits;
  }
  return NOBODY;
}

function nameWaits(found: readonly LockWait[], actors: readonly Actor[]): Waits {
  const ownerOf = (backend: number): Actor | undefined =>
    actors.find(({ backends }) => backends.has(backend));
  return new Map(
    found.flatMap(({ backend, blockers }) => {
      const owner = ownerOf(backend);
      const names = blockers.map((blocker) => ownerOf(blocker)?.name).filter((name) => name !== undefined);
      return owner === undefined ? [] : [[owner.name, [...new Set(names)]] as const];
    }),
  );
}

/** One of those who are waited for stands still; else they wait in a circle, or for somebody unknown. */
function isStill(waits: Waits): boolean {
  return [...waits.values()].flat().some((name) => !waits.has(name));
}

/** How a buyer stands, given who waits. */
export function statusOf(actor: Actor, waits: Waits): StepStatus {
  if (actor.end() !== null) return 'ENDED';
  if (waits.has(actor.name)) return 'WAITING';
  return actor.keeper.underWay() === null && actor.keeper.next() !== null ? 'READY' : 'RUNNING';
}

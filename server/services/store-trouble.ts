import { isNeverSent, isRolledBack, isUnknownEnd } from '../postgres/errors.ts';

/** Whether an operation failed because a store is away, restarting, or slower than a statement may be. */
export function isStoreTrouble(error: unknown): boolean {
  return isNeverSent(error) || isRolledBack(error) || isUnknownEnd(error);
}

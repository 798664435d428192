import { limits } from './limits.ts';
import { Problem } from './problem.ts';
import { checkInteger } from './purchase-input.ts';
import type { Sale } from './sale.ts';
import { checkText } from './text.ts';

/** What an admin may set at any time. */
export type SaleSettings = Pick<Sale, 'stock' | 'limitPerBuyer' | 'opensAt' | 'closesAt' | 'raceWindowMs'>;

/** A sale that is to be. */
export interface SaleInput extends SaleSettings {
  readonly productId: string;
  readonly mode: Sale['mode'];
}

/** What is to change: a field that is left out stays as it is. */
export type SaleChanges = Partial<SaleSettings>;

/** Throws a Problem BAD_USER_INPUT that names the field and what it must be. */
export function checkSettings(settings: SaleSettings): void {
  const { stock, limitPerBuyer, opensAt, closesAt, raceWindowMs } = settings;
  checkInteger('stock', stock, { min: 0, max: limits.stockMax });
  if (limitPerBuyer !== null) checkInteger('limitPerBuyer', limitPerBuyer, { min: 1, max: limits.stockMax });
  checkInteger('raceWindowMs', raceWindowMs, { min: 0, max: limits.raceWindowMaxMs });
  if (opensAt !== null) checkDate('opensAt', opensAt);
  if (closesAt !== null) checkDate('closesAt', closesAt);
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt)
    throw new Problem('BAD_USER_INPUT', 'closesAt must be later than opensAt.');
}

/** A reset's name is made by whoever asks for it. */
export function checkResetId(resetId: string | null): void {
  if (resetId !== null && !/^[A-Za-z0-9_-]{1,64}$/.test(resetId))
    throw new Problem(
      'BAD_USER_INPUT',
      'resetId must be 1 to 64 letters, digits, _ or -; a UUID is a good one.',
    );
}

/** Why something is done, for the ledger. */
export function reasonOf(reason: string | null): string {
  if (reason === null) return 'asked for';
  checkText('reason', reason, limits.reasonMaxChars);
  return reason;
}

/** Years beyond four digits are slips, and no clock of a store takes them. */
function checkDate(name: string, date: Date): void {
  const year = date.getUTCFullYear();
  if (!(year >= 2000 && year <= 9999))
    throw new Problem('BAD_USER_INPUT', `${name} must be a time from the year 2000 on.`);
}

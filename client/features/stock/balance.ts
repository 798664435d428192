import { count } from '../../lib/format.ts';
import type { Moment } from '../../lib/moment.ts';

/** The books of a sale: stock = remaining + held + pooled + sold. */
export interface Balance {
  /** What the right side lacks of the left one; negative when it has more. Null while a term is unknown. */
  readonly difference: number | null;
  /** What the difference is made of, in words; empty where there is none. */
  readonly gap: string;
  /** One remark at the end of the line. */
  readonly remark: string;
}

/** The remark needs to know whether somebody still buys, and whether the books were audited. */
export type BalanceSource = Pick<
  Moment,
  'mode' | 'stock' | 'sold' | 'remaining' | 'held' | 'pooled' | 'verdict'
>;

/** Adds the books up. */
export function balance(moment: BalanceSource): Balance {
  const { stock, sold, remaining, held, pooled } = moment;
  if (sold === null || remaining === null || held === null || pooled === null) {
    return {
      difference: null,
      gap: '',
      remark: moment.mode === 'replay' ? 'Not recorded for this moment' : '',
    };
  }
  const difference = stock - (remaining + held + pooled + sold);
  const gap =
    difference < 0 ? surplus(sold - stock, remaining + held + pooled) : shortage(moment, difference);
  return { difference, gap, remark: remark(moment, difference, remaining) };
}

function shortage({ mode }: BalanceSource, difference: number): string {
  if (difference === 0) return '';
  return `${count(difference)} ${mode === 'running' ? 'on the way' : 'missing'}`;
}

/** Units beyond the stock, and what the row counts as unsold beside them: where sales were erased from it, more than there is. */
function surplus(oversold: number, claimed: number): string {
  if (oversold <= 0) return `${count(oversold + claimed)} too many`;
  const over = `${count(oversold)} oversold`;
  if (claimed === 0) return over;
  return claimed > 0
    ? `${over} and ${count(claimed)} that the row still claims`
    : `${over}, of which the row knows ${count(-claimed)}`;
}

function remark(moment: BalanceSource, difference: number, remaining: number): string {
  if (difference > 0 && moment.mode === 'running') return 'Taken from the stock, not yet an order';
  if (difference !== 0) return difference > 0 ? 'Units are missing' : 'More units than there were';
  if (remaining < 0) return 'Stock below zero';
  if (moment.verdict !== null) return 'Audited after the last answer';
  return moment.mode === 'idle' ? 'Conserved' : 'Conserved so far';
}

import type { Verdict } from '../../../schema/generated/enums.ts';
import { count } from './figures.ts';

/** What of an audit a verdict counts. */
export interface Counted {
  readonly verdict: Verdict;
  readonly sold: number;
  readonly oversold: number;
  readonly undersold: number;
  readonly duplicates: number;
  readonly drift: number;
}

/** What a verdict counts, signed as on a card: "+37", "−3"; empty where it counts nothing. */
export function signedAmount(audit: Counted): string {
  switch (audit.verdict) {
    case 'OVERSOLD':
      return `+${count(audit.oversold)}`;
    case 'UNDERSOLD':
      return count(-audit.undersold);
    case 'DUPLICATE':
      return `×${count(audit.duplicates)}`;
    case 'DRIFT':
      return audit.drift > 0 ? `+${count(audit.drift)}` : count(audit.drift);
    case 'EXACT':
    case 'INCONCLUSIVE':
      return '';
  }
}

/** The same in words, for the large badge: "by 37". */
export function amountInWords(audit: Counted): string {
  switch (audit.verdict) {
    case 'OVERSOLD':
      return `by ${count(audit.oversold)}`;
    case 'UNDERSOLD':
      return `by ${count(audit.undersold)}`;
    case 'DUPLICATE':
      return count(audit.duplicates);
    case 'DRIFT':
      return `by ${count(Math.abs(audit.drift))}`;
    case 'EXACT':
      return count(audit.sold);
    case 'INCONCLUSIVE':
      return '';
  }
}

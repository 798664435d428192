import type { Element } from '../markup/element.ts';
import type { Audit } from '../../../sdk/index.ts';
import { count } from '../words/figures.ts';
import { figureTable } from './table.ts';

/** Every account of an audit, in units. */
export function books(audit: Audit): Element {
  return figureTable('The books', [
    ['Stock', count(audit.stock)],
    ['Sold', count(audit.sold)],
    ['Held', count(audit.held)],
    ['Pooled', count(audit.pooled)],
    ['Remaining', count(audit.remaining)],
    ['Remaining, says Redis', count(audit.redisRemaining)],
    ['Oversold', count(audit.oversold)],
    ['Undersold', count(audit.undersold)],
    ['Duplicates', count(audit.duplicates)],
    ['Drift', count(audit.drift)],
    ['Unknown ends', count(audit.unknown)],
  ]);
}

import type { Evidence, Violation } from './evidence.ts';
import type { Snapshot } from './observer.ts';

/** Oversold in any snapshot, units in no account, and what is left after everybody has bought. */
export function checkBooks(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const all = [...evidence.snapshots, evidence.final];
  const worst = Math.max(0, ...all.map(oversoldBy));
  if (worst > 0)
    found.push({ wrong: 'oversold', words: `${worst} units more than there were`, count: worst });
  const torn = all.find((seen) => identityGap(seen) !== 0);
  if (torn !== undefined) {
    const words = `the books did not add up: ${JSON.stringify(torn)}`;
    found.push({
      wrong: identityGap(torn) > 0 ? 'leaked' : 'oversold',
      words,
      count: Math.abs(identityGap(torn)),
    });
  }
  const { final, verdict, pendingMs, pendingMaxMs } = evidence;
  const unsold = final.stock - final.sold;
  if (unsold > 0)
    found.push({ wrong: 'leaked', words: `${unsold} units could not be bought at the end`, count: unsold });
  if (pendingMs > pendingMaxMs)
    found.push({
      wrong: 'leaked',
      words: `reservations were pending for ${Math.round(pendingMs)} ms`,
      count: 1,
    });
  if (verdict.verdict !== 'EXACT') {
    const words = `the audit says ${verdict.verdict}: ${verdict.explanation}`;
    found.push({ wrong: 'untrue', words, count: 1 });
  }
  return found;
}

function oversoldBy({ sold, held, stock, remaining }: Snapshot): number {
  return Math.max(sold + held - stock, -remaining);
}

/** Units that are in no account; below zero: in more than one. */
function identityGap({ stock, remaining, held, pooled, sold }: Snapshot): number {
  return stock - remaining - held - pooled - sold;
}

import type { RoundEnd } from './round.ts';

/** What many rounds come to. */
export interface Totals {
  add(round: RoundEnd): void;
  /** A round that could not be played is a promise not shown to be kept. */
  broken(): void;
  /** `kills N, oversold 0, lost 0, leaked 0, worst recovery X.X s`, and what else was wrong, if anything was. */
  line(): string;
  isClean(): boolean;
}

/** Counts from zero. */
export function createTotals(): Totals {
  const counts = { kills: 0, oversold: 0, lost: 0, leaked: 0, other: 0 };
  let worstMs = 0;
  return {
    add({ kills, violations, recoveryMs }) {
      counts.kills += kills;
      worstMs = Math.max(worstMs, recoveryMs ?? 0);
      for (const { wrong, count } of violations) {
        if (wrong === 'oversold' || wrong === 'lost' || wrong === 'leaked') counts[wrong] += count;
        else counts.other += count;
      }
    },
    broken: () => void (counts.other += 1),
    line() {
      const { kills, oversold, lost, leaked, other } = counts;
      const seconds = (worstMs / 1_000).toFixed(1);
      const more = other === 0 ? '' : `, ${other} other promises broken`;
      return `kills ${kills}, oversold ${oversold}, lost ${lost}, leaked ${leaked}, worst recovery ${seconds} s${more}`;
    },
    isClean: () => counts.oversold + counts.lost + counts.leaked + counts.other === 0,
  };
}

import { timeBar } from '../../../lab/report/comparison/bars.ts';
import { SPAN_WORDS } from '../../../lab/report/words/span-words.ts';
import { Drawn } from '../../lib/drawn.tsx';
import { UNKNOWN } from '../../lib/format.ts';
import type { TimeShare } from '../../../lab/report/comparison/time-shares.ts';

/** What a purchase spent its time on, as parts of one bar. */
export function TimeCell({ shares }: { readonly shares: readonly TimeShare[] }) {
  if (shares.length === 0) return <span className="text-ink-3">{UNKNOWN}</span>;
  const words = shares.map(({ span, share }) => `${SPAN_WORDS[span].short} ${Math.round(share * 100)} %`);
  return (
    <svg className="h-6 w-full overflow-visible" role="img" aria-label={words.join(', ')}>
      <title>{words.join('\n')}</title>
      <Drawn markup={timeBar(shares)} />
    </svg>
  );
}

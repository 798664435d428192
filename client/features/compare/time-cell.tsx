import { SPAN_WORDS } from '../../lib/span-words.ts';
import { UNKNOWN } from '../../lib/format.ts';
import type { TimeShare } from './time-shares.ts';

/** What a purchase spent its time on, as parts of one bar. */
export function TimeCell({ shares }: { readonly shares: readonly TimeShare[] }) {
  if (shares.length === 0) return <span className="text-ink-3">{UNKNOWN}</span>;
  const words = shares.map(({ span, share }) => `${SPAN_WORDS[span].short} ${Math.round(share * 100)} %`);
  return (
    <svg className="h-6 w-full overflow-visible" role="img" aria-label={words.join(', ')}>
      <title>{words.join('\n')}</title>
      {shares.map(({ span, from, share }) => (
        <rect
          key={span}
          className="time-share"
          data-span={span}
          x={`${from * 100}%`}
          y="4"
          width={`${share * 100}%`}
          height="16"
        />
      ))}
    </svg>
  );
}

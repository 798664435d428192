import { TIME_PATTERNS } from '../../../lab/report/comparison/bars.ts';
import { SPAN_WORDS } from '../../../lab/report/words/span-words.ts';
import { Drawn } from '../../lib/drawn.tsx';
import type { TimeShare } from '../../../lab/report/comparison/time-shares.ts';

/** Which part of a bar is what, and the patterns of those that wait. */
export function TimeLegend({ spans }: { readonly spans: readonly TimeShare['span'][] }) {
  return (
    <div
      className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 pt-4 text-ink-2 tab:px-6"
      aria-label="Where the time goes"
    >
      <svg className="absolute size-0" aria-hidden="true">
        <Drawn markup={TIME_PATTERNS} />
      </svg>
      {spans.map((span) => (
        <span
          key={span}
          className="inline-flex items-center gap-1.5 whitespace-nowrap"
          title={SPAN_WORDS[span].long}
        >
          <svg viewBox="0 0 14 14" className="size-3.5" aria-hidden="true">
            <rect className="time-share" data-span={span} width="14" height="14" rx="2" />
          </svg>
          {SPAN_WORDS[span].short}
        </span>
      ))}
    </div>
  );
}

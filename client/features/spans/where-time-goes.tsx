import { SectionHead } from '../../components/section-head.tsx';
import { plural, short } from '../../lib/format.ts';
import type { RunDetail } from '../../lib/model.ts';
import { SPAN_WORDS } from '../../../lab/report/words/span-words.ts';
import { spanSentence } from '../../../lab/report/words/span-sentence.ts';

/** What a purchase of the shown run spent its time on, as the server measured it; nothing before it has finished. */
export function WhereTimeGoes({ run }: { readonly run: RunDetail | null }) {
  if (run === null || run.spans.length === 0) return null;
  const spans = run.spans.toSorted((a, b) => b.share - a.share);
  const { lockWaits } = run;
  return (
    <section
      className="border-b border-line px-4 pt-4 pb-5 tab:px-6"
      aria-label="Where the time goes"
      data-testid="spans"
    >
      <SectionHead title="Where the time goes" rest="per purchase, measured in the server">
        {lockWaits !== null && lockWaits.waitingMax > 0
          ? `Up to ${plural(lockWaits.waitingMax, 'session')} waited for a lock`
          : 'No session was seen waiting for a lock'}
      </SectionHead>
      <p className="mt-1 mb-3 text-pretty text-ink-2">{spanSentence(spans)}</p>
      <ul className="grid gap-x-8 gap-y-1.5 tab:grid-cols-2">
        {spans.map(({ span, meanMs, share }) => (
          <li key={span} className="grid grid-cols-[8.5rem_minmax(0,1fr)_4.5rem] items-center gap-3">
            <span className="truncate" title={SPAN_WORDS[span].long}>
              {SPAN_WORDS[span].short}
            </span>
            <span className="h-2 bg-sunken" aria-hidden="true">
              <span className="block h-2 bg-ink-2" style={{ width: `${Math.max(0.5, share * 100)}%` }} />
            </span>
            <span className="text-right whitespace-nowrap tabular-nums">
              {short(meanMs)} <span className="text-ink-3">ms</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { Badge } from '../../components/badge.tsx';
import { count } from '../../lib/format.ts';
import type { Moment } from '../../lib/moment.ts';
import type { Sentence } from './sentence.ts';

/** The number is the moment's, the words are `sentence`'s. */
export interface HeroProps {
  readonly moment: Moment;
  readonly sentence: Sentence;
  readonly lost: boolean;
}

/** One huge number, the verdict, and a sentence that explains it. Its height does not depend on what it says. */
export function Hero({ moment, sentence, lost }: HeroProps) {
  const tone = lost ? 'text-ink-3' : moment.oversold > 0 ? 'text-over' : 'text-ink';
  return (
    <div className="grid grid-cols-1 items-start gap-x-8 gap-y-4 tab:grid-cols-[auto_minmax(0,1fr)]">
      <p className="flex items-baseline gap-3 pt-1.5 whitespace-nowrap">
        <b className={`-ml-[.045em] text-hero font-[620] tracking-[-.055em] ${tone}`} data-testid="sold">
          {count(moment.sold)}
        </b>
        <span className="text-head font-[450] tracking-[-.01em] text-ink-3">
          of {count(moment.stock)} sold
        </span>
      </p>
      <div className="grid min-h-25 content-start justify-items-start gap-2 tab:min-h-20">
        <span data-testid="verdict">
          <Badge mark={sentence.mark} amount={sentence.amount} large />
        </span>
        <p className="max-w-[58ch] text-read text-pretty text-ink-2">
          <b className="font-semibold text-ink">{sentence.lead}</b> {sentence.rest}
        </p>
      </div>
    </div>
  );
}

import { Badge } from '../../components/badge.tsx';
import { PageLink } from '../../components/page-link.tsx';
import { count } from '../../lib/format.ts';
import type { Moment } from '../../lib/moment.ts';
import type { Sentence } from './sentence.ts';

/** The number is the moment's, the words are `sentence`'s. `witnessOf` is the run whose oversell can be looked at; else null. */
export interface HeroProps {
  readonly moment: Moment;
  readonly sentence: Sentence;
  readonly lost: boolean;
  readonly witnessOf: string | null;
}

/** One huge number, the verdict, and a sentence that explains it. Its height does not depend on what it says. */
export function Hero({ moment, sentence, lost, witnessOf }: HeroProps) {
  const tone = lost ? 'text-ink-3' : moment.oversold > 0 ? 'text-over' : 'text-ink';
  return (
    <div className="grid grid-cols-1 items-start gap-x-8 gap-y-4 tab:grid-cols-[auto_minmax(0,1fr)]">
      <p className="grid pt-1.5 whitespace-nowrap *:col-start-1 *:row-start-1">
        <span className="invisible" aria-hidden="true">
          <Sold value={'0'.repeat(Math.max(3, String(moment.stock).length))} stock={moment.stock} />
        </span>
        <span data-testid="sold">
          <Sold value={count(moment.sold)} stock={moment.stock} tone={tone} />
        </span>
      </p>
      <div className="grid min-h-25 content-start justify-items-start gap-2 tab:min-h-22">
        <span data-testid="verdict">
          <Badge mark={sentence.mark} amount={sentence.amount} large />
        </span>
        <p className="max-w-[58ch] text-read text-pretty text-ink-2">
          <b className="font-semibold text-ink">{sentence.lead}</b> {sentence.rest}{' '}
          {witnessOf !== null && <PageLink to={`/witness/${witnessOf}`}>See how it happened</PageLink>}
        </p>
      </div>
    </div>
  );
}

interface SoldProps {
  readonly value: string;
  readonly stock: number;
  readonly tone?: string;
}

/** Drawn twice: once unseen with the most digits, so that the words beside it keep their place. */
function Sold({ value, stock, tone = '' }: SoldProps) {
  return (
    <span className="flex items-baseline gap-3">
      <b className={`-ml-[.045em] text-hero font-[620] tracking-[-.055em] ${tone}`}>{value}</b>
      <span className="text-head font-[450] tracking-[-.01em] text-ink-3">of {count(stock)} sold</span>
    </span>
  );
}

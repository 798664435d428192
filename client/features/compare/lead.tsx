import type { ReactNode } from 'react';
import type { Ranking } from '../../../sdk/index.ts';
import { plural } from '../../lib/format.ts';
import type { Load } from '../../../lab/report/comparison/loads.ts';
import { barWords, headline, loadWords, roundWords } from '../../../lab/report/comparison/words.ts';

/** A comparison, null while there is none, and what stands beside it. */
export interface LeadProps {
  readonly ranking: Ranking | null;
  readonly load: Load | null;
  readonly children: ReactNode;
}

/** How it came out in a sentence, and under which load. */
export function Lead({ ranking, load, children }: LeadProps) {
  const known = ranking !== null && load !== null;
  const strategies = known ? ranking.safe.length + ranking.unsafe.length : 0;
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 px-4 pt-6 pb-5 tab:px-6">
      <div className="grid gap-2">
        <h1
          className="max-w-[34ch] text-[clamp(1.5rem,1.1rem+1.5vw,2.5rem)] leading-[1.18] font-[620] tracking-[-.03em] text-balance"
          data-testid="headline"
        >
          {known ? headline(ranking, load.stock) : 'Nothing to compare yet.'}
        </h1>
        <p className="max-w-[72ch] text-read text-pretty text-ink-2">
          {known
            ? `${plural(strategies, 'strategy', 'strategies')} in ${roundWords(ranking)}: ${loadWords(load)}. ${barWords(ranking)}`
            : 'Runs under the same load are ranked here: attack the sale with two strategies, or with all of them at once.'}
        </p>
      </div>
      {children}
    </div>
  );
}

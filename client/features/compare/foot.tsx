import type { ReactNode } from 'react';
import type { Ranking } from '../../../sdk/index.ts';
import type { Health } from '../../lib/model.ts';
import { UNKNOWN } from '../../lib/format.ts';
import { WitnessLink } from './row.tsx';
import { differences, voidWords } from '../../../lab/report/comparison/words.ts';

/** A comparison and the stores of its server; `children` is what can be done with it. */
export interface FootProps {
  readonly ranking: Ranking;
  readonly health: Health | null;
  readonly children: ReactNode;
}

/** What a comparison stands on, and what it can't say. */
export function Foot({ ranking, health, children }: FootProps) {
  const { title, text } = differences(ranking);
  const oversold = ranking.unsafe.filter(({ verdict }) => verdict === 'OVERSOLD');
  return (
    <div className="grid gap-x-8 gap-y-5 px-4 pt-5 pb-8 desk:grid-cols-2 tab:px-6">
      <div className="grid content-start gap-2">
        <h2>{title}</h2>
        <p className="max-w-[72ch] text-pretty text-ink-2">{text}</p>
        {ranking.safe
          .filter(({ verdict }) => verdict !== 'EXACT')
          .map(({ strategy, explanation }) => (
            <p key={strategy} className="max-w-[72ch] text-pretty text-ink-2">
              <b className="font-semibold text-ink">{strategy}</b>: {explanation}
            </p>
          ))}
        {oversold.map((result) => (
          <p key={result.strategy}>
            <WitnessLink result={result} />
          </p>
        ))}
        <p>{children}</p>
      </div>
      <dl className="grid grid-cols-[auto_1fr] content-start gap-x-4 gap-y-0.5">
        <dt className="text-ink-3">Stores</dt>
        <dd>
          {health?.postgresVersion ?? UNKNOWN}, {health?.redisVersion ?? UNKNOWN}
        </dd>
        <dt className="text-ink-3">Latency</dt>
        <dd>from when a request was due</dd>
        <dt className="text-ink-3">Void</dt>
        <dd>{voidWords(ranking)}</dd>
      </dl>
    </div>
  );
}

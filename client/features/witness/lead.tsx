import { Badge } from '../../components/badge.tsx';
import { count, plural, timeOfDay } from '../../lib/format.ts';
import type { Witness, WitnessRun } from '../../lib/model.ts';
import { amountInWords } from '../../../lab/report/words/verdict.ts';
import { tell } from '../../../lab/report/witness/tell.ts';

/** The run, and the witness that was chosen of it. */
export interface LeadProps {
  readonly run: WitnessRun;
  readonly witness: Witness;
}

/** The verdict, the run in one line, and what happened in a sentence and in a few. */
export function Lead({ run, witness }: LeadProps) {
  const facts = [
    run.strategy,
    plural(run.requests, 'request'),
    `${count(run.concurrency)} at once`,
    `race window ${count(run.raceWindowMs)} ms`,
    timeOfDay(run.startedAt),
  ];
  return (
    <div className="grid justify-items-start gap-3 px-4 pt-6 pb-5 tab:px-6">
      <div className="flex flex-wrap items-center gap-3">
        {run.audit && <Badge mark={run.audit.verdict} amount={amountInWords(run.audit)} />}
        <span className="text-ink-3">{facts.join(', ')}</span>
      </div>
      <h1 className="max-w-[32ch] text-[clamp(1.5rem,1.1rem+1.5vw,2.5rem)] leading-[1.18] font-[620] tracking-[-.03em] text-balance">
        {witness.title}
      </h1>
      <p className="max-w-[84ch] text-read text-pretty text-ink-2" data-testid="story">
        {tell(witness.explanation).map(({ text, strong }, index) =>
          strong ? (
            <b key={index} className="font-semibold text-ink">
              {text}
            </b>
          ) : (
            text
          ),
        )}
      </p>
      {run.audit?.wrongFrom && (
        <p className="max-w-[84ch] text-pretty text-ink-3">{run.audit.wrongFrom.explanation}</p>
      )}
    </div>
  );
}

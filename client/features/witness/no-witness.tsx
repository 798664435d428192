import { Badge } from '../../components/badge.tsx';
import { PageLink } from '../../components/page-link.tsx';
import type { WitnessRun } from '../../lib/model.ts';
import { amountInWords } from '../../../lab/report/words/verdict.ts';

/** `named` is true where the address names a run. */
export interface NoWitnessProps {
  readonly run: WitnessRun | null;
  readonly named: boolean;
}

/** Why there is nothing to draw: no such run, no oversell, or nothing that was recorded of it. */
export function NoWitness({ run, named }: NoWitnessProps) {
  const { title, words } = run === null ? withoutRun(named) : { title: 'No witness', words: wordsFor(run) };
  return (
    <div className="grid justify-items-start gap-3 px-4 py-8 text-read tab:px-6">
      {run?.audit && <Badge mark={run.audit.verdict} amount={amountInWords(run.audit)} />}
      <h1 className="text-head font-semibold">{title}</h1>
      <p className="max-w-[70ch] text-pretty text-ink-2">
        {words} <PageLink to="/">Attack the sale on Live</PageLink> with NO_LOCK to see one.
      </p>
    </div>
  );
}

function withoutRun(named: boolean): { readonly title: string; readonly words: string } {
  const words = 'A witness shows how one unit too many could be sold: who read what, and when.';
  return named
    ? { title: 'No such run', words: 'The address names a run that this server does not know.' }
    : { title: 'No run has oversold yet', words };
}

function wordsFor({ audit }: WitnessRun): string {
  if (audit === null) return 'This run has no verdict yet.';
  if (audit.verdict !== 'OVERSOLD') return `Nothing was sold too often in this run. ${audit.explanation}`;
  return audit.witnessNote ?? 'This run was saved before witnesses were kept.';
}

import { Badge } from '../../components/badge.tsx';
import { PageLink } from '../../components/page-link.tsx';
import type { WitnessRun } from '../../lib/model.ts';

/** Why there is nothing to draw: no run has oversold yet, this one did not, or what happened was not recorded. */
export function NoWitness({ run }: { readonly run: WitnessRun | null }) {
  return (
    <div className="grid justify-items-start gap-3 px-4 py-8 text-read tab:px-6">
      {run?.audit && <Badge mark={run.audit.verdict} />}
      <h1 className="text-head font-semibold">{run === null ? 'No run has oversold yet' : 'No witness'}</h1>
      <p className="max-w-[70ch] text-pretty text-ink-2">
        {wordsFor(run)} <PageLink to="/">Attack the sale on Live</PageLink> with NO_LOCK to see one.
      </p>
    </div>
  );
}

function wordsFor(run: WitnessRun | null): string {
  if (run === null) return 'A witness shows how one unit too many could be sold: who read what, and when.';
  if (run.audit === null) return 'This run has no verdict yet.';
  if (run.audit.verdict !== 'OVERSOLD')
    return `Nothing was sold too often in this run. ${run.audit.explanation}`;
  return run.audit.witnessNote ?? 'This run was saved before witnesses were kept.';
}

import type { Attack } from '../../../sdk/index.ts';
import type { KnownStrategy, RunFacts } from './report.ts';

/** What a report says of a run. One of a strategy that the server no longer has counts as safe: nobody expects it to oversell. */
export function runFacts({ frames, audit, ...run }: Attack, known: readonly KnownStrategy[]): RunFacts {
  const { title = run.strategy, safe = true } = known.find(({ strategy }) => strategy === run.strategy) ?? {};
  const soldOverTime = frames.map(({ atMs, confirmed }) => ({ atMs, value: confirmed }));
  const { witnesses = [], ...books } = audit ?? {};
  return {
    ...run,
    title,
    safe,
    soldOverTime,
    audit: 'verdict' in books ? books : null,
    witness: witnesses[0] ?? null,
  };
}

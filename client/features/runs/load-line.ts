import type { Run, StrategyInfo } from '../../lib/model.ts';
import { count } from '../../lib/format.ts';
import { isContinued } from '../../../lab/report/comparison/own-books.ts';
import { requestWords } from '../../../lab/report/words/run.ts';

/** What a card says of the load. `older` are the runs before this one: one of the same epoch tells that no reset came between. */
export interface LoadLineSource {
  readonly run: Run;
  readonly older: readonly Run[];
  readonly strategies: readonly StrategyInfo[];
}

/** The load of a run in one line; the race window where the strategy waits in it. */
export function loadLine({ run, older, strategies }: LoadLineSource): string {
  const unsafe = strategies.some(({ strategy, safe }) => strategy === run.strategy && !safe);
  return [
    requestWords(run),
    ...(unsafe ? [`race window ${count(run.raceWindowMs)} ms`] : []),
    ...(isContinued(run, older) ? ['without a reset'] : []),
  ].join(', ');
}

import { Button } from '../../components/button.tsx';
import type { PurchaseStrategy } from '../../lib/model.ts';
import { explorationWords } from './sentence.ts';
import type { Explorations } from './use-exploration.ts';

/** `onShow` plays a schedule that oversells. */
export interface ExplorePaneProps {
  readonly strategy: PurchaseStrategy;
  readonly explorations: Explorations;
  readonly off: boolean;
  readonly onShow: (schedule: string) => void;
}

/** Every order of two buyers' statements, and how many of them oversell. */
export function ExplorePane({ strategy, explorations, off, onShow }: ExplorePaneProps) {
  const { found, under, error, explore } = explorations;
  const result = found[strategy];
  const schedule = result?.oversellingSchedule ?? null;
  return (
    <section className="grid gap-2 px-4 pt-3 pb-4" aria-label="All orders">
      <Button disabled={off || under !== null} onClick={() => explore(strategy)}>
        {under === null ? 'Run all interleavings' : `Running ${under}`}
      </Button>
      <p role="status" className="text-pretty text-ink-2" data-testid="explored">
        {result === undefined
          ? 'Two buyers, one unit: every order in which their statements can run, each on a sale of its own.'
          : explorationWords(result)}
      </p>
      {schedule !== null && (
        <button
          type="button"
          disabled={off}
          className="justify-self-start text-left text-accent underline decoration-1 underline-offset-3 disabled:text-ink-3"
          onClick={() => onShow(schedule)}
        >
          Watch the shortest that does, {schedule}
        </button>
      )}
      <p role="alert" className="text-over empty:hidden">
        {error}
      </p>
    </section>
  );
}

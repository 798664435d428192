import { memo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import type { Run, StrategyInfo } from '../../lib/model.ts';
import { loadLine } from './load-line.ts';
import { RunCard } from './run-card.tsx';

/** Cards that are shown at first. */
const FEW = 6;

/** Newest first. */
export interface RunsProps {
  readonly runs: readonly Run[];
  readonly strategies: readonly StrategyInfo[];
  readonly shownId: string | null;
  readonly onReplay: (id: string) => void;
}

/** The runs on this sale, each with its verdict. */
export const Runs = memo(function Runs({ runs, strategies, shownId, onReplay }: RunsProps) {
  const [all, setAll] = useState(false);
  const shown = all ? runs : runs.slice(0, FEW);
  return (
    <section aria-labelledby="runs-title" className="px-4 pt-4 pb-6 tab:px-6">
      <h2 id="runs-title" className="pb-2">
        Runs on this sale
      </h2>
      {runs.length === 0 && (
        <p className="text-ink-3">None yet. Each attack leaves a card here, with its verdict.</p>
      )}
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(20rem,100%),1fr))] gap-3">
        {shown.map((run, at) => (
          <RunCard
            key={run.id}
            run={run}
            load={loadLine({ run, older: runs.slice(at + 1), strategies })}
            shown={run.id === shownId}
            onReplay={() => onReplay(run.id)}
          />
        ))}
      </div>
      {shown.length < runs.length && (
        <p className="mt-3">
          <Button small onClick={() => setAll(true)}>
            Show {runs.length - shown.length} older
          </Button>
        </p>
      )}
    </section>
  );
});

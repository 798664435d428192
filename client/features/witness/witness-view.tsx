import { useState } from 'react';
import type { StrategyInfo, Witness, WitnessRun } from '../../lib/model.ts';
import { Lead } from './lead.tsx';
import { Remedy } from './remedy.tsx';
import { Steps } from './steps.tsx';
import { Timeline } from './timeline.tsx';
import { Units } from './units.tsx';

/** A run with at least one witness, of which `first` is shown at first. */
export interface WitnessViewProps {
  readonly run: WitnessRun;
  readonly first: Witness;
  readonly strategies: readonly StrategyInfo[];
}

/** One oversold unit, and how it came to that. */
export function WitnessView({ run, first, strategies }: WitnessViewProps) {
  const [unit, setUnit] = useState(first.unit);
  const witnesses = run.audit?.witnesses ?? [];
  const witness = witnesses.find((one) => one.unit === unit) ?? first;
  const find = (name: string): StrategyInfo | null =>
    strategies.find(({ strategy }) => strategy === name) ?? null;
  return (
    <div className="grid min-h-[inherit] grid-cols-[minmax(0,1fr)] desk:grid-cols-[minmax(0,1fr)_26rem]">
      <section aria-label="What happened">
        <Lead run={run} witness={witness} />
        <Units
          stock={run.stock}
          oversold={run.audit?.oversold ?? 0}
          witnesses={witnesses}
          chosen={witness.unit}
          onChoose={setUnit}
        />
        <div className="px-4 pt-4 pb-6 tab:px-6">
          <Timeline witness={witness} />
        </div>
      </section>
      <aside
        aria-label="Why, and what helps"
        className="flex flex-col border-t border-line desk:border-t-0 desk:border-l"
      >
        <Remedy run={run} ran={find(witness.strategy)} remedy={find('CONDITIONAL_UPDATE')} />
        <section className="grid gap-2 border-b border-line p-4 tab:p-5">
          <h2>Step by step</h2>
          <Steps witness={witness} />
        </section>
      </aside>
    </div>
  );
}

import { Fold } from '../components/fold.tsx';
import { TokenGate } from '../features/attack/token-gate.tsx';
import { ExplorePane } from '../features/steps/explore-pane.tsx';
import { explorationScore } from '../features/steps/sentence.ts';
import { SetupPane } from '../features/steps/setup-pane.tsx';
import { AboutStrategy } from '../features/strategies/about-strategy.tsx';
import { groupByKind } from '../features/strategies/groups.ts';
import { StrategyPicker } from '../features/strategies/strategy-picker.tsx';
import type { StrategyInfo } from '../lib/model.ts';
import { useToken } from '../lib/services.ts';
import type { Steps } from './use-steps.ts';

/** `open` matters on a phone only, where the pane is folded to one line. */
export interface StepsControlProps {
  readonly steps: Steps;
  readonly strategies: readonly StrategyInfo[];
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

/** The left pane: which strategy, what to begin with, and all orders of it. */
export function StepsControl({ steps, strategies, open, onOpen }: StepsControlProps) {
  const admin = useToken() !== null;
  const { chosen, explorations } = steps;
  const info = strategies.find(({ strategy }) => strategy === chosen);
  // On a phone what follows is below.
  const folded = (work: () => void): void => {
    onOpen(false);
    work();
  };
  const groups = groupByKind(strategies, ({ strategy }) => explorationScore(explorations.found[strategy]));
  return (
    <section
      className="min-w-0 tab:border-r tab:border-line pin:sticky pin:top-12 pin:h-[calc(100dvh-3rem)] pin:self-start pin:overflow-y-auto"
      aria-label="Setup"
    >
      <Fold title={`Strategy: ${chosen ?? 'none yet'}`} open={open} onOpen={onOpen}>
        <StrategyPicker groups={groups} column="oversell" chosen={chosen} onChoose={steps.choose} />
        {info && <AboutStrategy info={info} />}
        {admin ? (
          <>
            <SetupPane
              setup={steps.setup}
              off={steps.off}
              playing={steps.playing}
              onBegin={() => folded(steps.begin)}
              onPlay={(turns) => folded(() => steps.play(turns))}
              onStop={steps.stop}
            />
            {chosen !== null && (
              <ExplorePane
                strategy={chosen}
                explorations={explorations}
                off={steps.off || steps.playing}
                onShow={(schedule) => folded(() => steps.show(schedule))}
              />
            )}
          </>
        ) : (
          <TokenGate what="Steps need" error={null} />
        )}
      </Fold>
    </section>
  );
}

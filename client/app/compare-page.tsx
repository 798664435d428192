import { useState } from 'react';
import { rankStrategies } from '../../sdk/comparison/ranking.ts';
import { SaveReport } from '../components/save-report.tsx';
import { TokenGate } from '../features/attack/token-gate.tsx';
import { CompareTable } from '../features/compare/compare-table.tsx';
import { Foot } from '../features/compare/foot.tsx';
import { Lead } from '../features/compare/lead.tsx';
import { LoadChoice } from '../features/compare/load-choice.tsx';
import { keyOf, loadsOf, shownLoad } from '../../lab/report/comparison/loads.ts';
import { withOwnBooks } from '../../lab/report/comparison/own-books.ts';
import { RoundsPane } from '../features/compare/rounds-pane.tsx';
import { type Rounds, useRounds } from '../features/compare/use-rounds.ts';
import { useLinkState, useToken } from '../lib/services.ts';
import { PageFrame } from './page-frame.tsx';
import { useComparedRuns } from './use-compared-runs.ts';
import { useHead } from './use-head.ts';

/** The page at /compare: strategies under the same load, ranked. */
export function ComparePage() {
  const head = useHead();
  const { sale, strategies } = head;
  const { runs, loaded, refresh } = useComparedRuns(sale?.id ?? null);
  const running = useRounds(refresh);
  const admin = useToken() !== null;
  const lost = useLinkState().status === 'lost';
  const [wished, setWished] = useState<string | null>(null);
  // What is launched is what its reader wants to see.
  const rounds: Rounds = {
    ...running,
    start(plan) {
      setWished(keyOf(plan.load));
      running.start(plan);
    },
  };
  const loads = loadsOf(withOwnBooks(runs));
  const shown = shownLoad(loads, wished);
  const ranking = shown === null || strategies.length === 0 ? null : rankStrategies(strategies, shown.runs);
  const names = strategies.map(({ strategy }) => strategy);
  return (
    <PageFrame head={head}>
      {loaded && sale !== null && (
        <>
          <Lead ranking={ranking} load={shown?.load ?? null}>
            {sale.mode === 'LAB' &&
              (admin ? (
                <RoundsPane
                  saleId={sale.id}
                  strategies={names}
                  load={shown?.load ?? null}
                  rounds={rounds}
                  lost={lost}
                />
              ) : (
                <div className="-mx-4 w-[calc(100%+2rem)] tab:mx-0 tab:w-[27rem]">
                  <TokenGate what="A comparison needs" error={rounds.error} />
                </div>
              ))}
          </Lead>
          {shown !== null && loads.length > 1 && (
            <LoadChoice loads={loads} shown={shown.key} onChoose={setWished} />
          )}
          {shown !== null && ranking !== null && (
            <>
              <CompareTable ranking={ranking} runs={shown.runs} stock={shown.load.stock} />
              <Foot ranking={ranking} health={head.health}>
                <SaveReport ids={shown.runs.map(({ id }) => id)} of="this comparison" />
              </Foot>
            </>
          )}
        </>
      )}
    </PageFrame>
  );
}

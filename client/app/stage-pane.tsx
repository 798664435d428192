import { Charts } from '../features/charts/charts.tsx';
import { PathOfPurchase } from '../features/path/path-of-purchase.tsx';
import { ReplayBar } from '../features/replay/replay-bar.tsx';
import { WhereTimeGoes } from '../features/spans/where-time-goes.tsx';
import { PastRun } from '../features/runs/past-run.tsx';
import { Runs } from '../features/runs/runs.tsx';
import { Books } from '../features/stock/books.tsx';
import { Hero } from '../features/stock/hero.tsx';
import { sentenceOf } from '../features/stock/sentence.ts';
import { StockGrid } from '../features/stock/stock-grid.tsx';
import type { Frame, PurchaseStrategy } from '../lib/model.ts';
import type { SaleData } from './use-sale.ts';
import type { Stage } from './use-stage.ts';

/** `plan` says what Launch would do. `onBack` leaves a run of an epoch that is over. */
export interface StagePaneProps {
  readonly data: SaleData;
  readonly stage: Stage;
  readonly lost: boolean;
  readonly chosen: PurchaseStrategy | null;
  readonly plan: string;
  readonly onReplay: (id: string) => void;
  readonly onBack: () => void;
}

const NO_FRAMES: readonly Frame[] = [];

/** The middle pane: the number, the stock, the books, the way of a purchase, the charts, the runs. */
export function StagePane({ data, stage, lost, chosen, plan, onReplay, onBack }: StagePaneProps) {
  const { moment, run, wait, timeline, playback } = stage;
  const strategy = moment.mode === 'idle' ? chosen : (run?.strategy ?? chosen);
  const info = data.strategies.find((one) => one.strategy === strategy);
  const shownRun = moment.mode === 'idle' ? null : run;
  const sentence = sentenceOf({
    moment,
    state: data.sale?.state ?? null,
    run: shownRun,
    wait,
    lost,
    plan,
    safe: info?.safe ?? true,
  });
  const oversold = moment.mode === 'ended' && shownRun?.audit?.verdict === 'OVERSOLD';
  // A live sale is never attacked: it has no runs to draw or to list.
  const lab = data.sale?.mode !== 'LIVE';
  const witnessOf = oversold ? shownRun.id : null;
  const durationMs = shownRun?.durationMs ?? 0;
  return (
    <section className="min-w-0 bg-surface tab:row-span-2 pin:row-span-1" aria-label="The sale">
      <div className={lost ? 'stale' : ''}>
        <section aria-label="Stock" className="border-b border-line px-4 pt-5 pb-4 tab:px-6">
          {stage.past && run !== null && <PastRun run={run} onBack={onBack} />}
          <Hero moment={moment} sentence={sentence} lost={lost} witnessOf={witnessOf} />
          <StockGrid
            stock={moment.stock}
            sold={moment.sold ?? 0}
            held={moment.held ?? 0}
            pooled={moment.pooled ?? 0}
            missing={moment.verdict === 'UNDERSOLD' ? (run?.audit?.undersold ?? 0) : 0}
            oversold={moment.oversold}
            exact={moment.verdict === 'EXACT'}
            lost={lost}
          />
          <Books moment={moment} />
          <ReplayBar
            timeline={moment.mode === 'idle' || moment.mode === 'running' ? null : timeline}
            playback={playback}
          />
        </section>
        <PathOfPurchase moment={moment} gate={info?.usesRedis ?? false} />
        {lab && (
          <Charts
            frames={shownRun?.frames ?? NO_FRAMES}
            durationMs={Math.max(durationMs, shownRun?.frames.at(-1)?.atMs ?? 0)}
            untilMs={
              moment.mode === 'replay' && moment.atMs !== null ? moment.atMs : Number.POSITIVE_INFINITY
            }
          />
        )}
      </div>
      <WhereTimeGoes run={shownRun} />
      {lab && (
        <Runs
          runs={stage.runs}
          strategies={data.strategies}
          shownId={shownRun?.id ?? null}
          onReplay={onReplay}
        />
      )}
    </section>
  );
}

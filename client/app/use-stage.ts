import { useEffect, useMemo, useState } from 'react';
import type { OrderRow } from '../features/sale/recent-orders.tsx';
import { isUnderWay, type Run, type RunDetail, type Wait } from '../lib/model.ts';
import type { Moment } from '../lib/moment.ts';
import { deriveMoment } from './derive-moment.ts';
import { orderRows } from './order-rows.ts';
import { usePathSamples } from './path-samples.ts';
import { useRecentOrders } from './use-orders.ts';
import { type Replay, useReplay } from './use-replay.ts';
import { isPast } from './past-run.ts';
import { shownRunId, useRunDetail, type WantedRun } from './use-runs.ts';
import type { SaleData } from './use-sale.ts';
import { useWait } from './use-wait.ts';

/** How often the list of runs is asked for while one is under way. */
const LOOK_AGAIN_MS = 3000;

/** What the panes show, and the run behind it. */
export interface Stage extends Replay {
  readonly run: RunDetail | null;
  /** Behind whom the run waits; null while it does not. */
  readonly wait: Wait | null;
  readonly moment: Moment;
  /** The run is one of an epoch that is over: what is shown is no longer the sale. */
  readonly past: boolean;
  readonly rows: readonly OrderRow[];
  readonly orderTotal: number;
  /** Newest first, the shown one as fresh as its feed. */
  readonly runs: readonly Run[];
  /** Plays a run from its start, once it is there. */
  replayOf(this: void, id: string): void;
}

/** Joins the sale's figures with the run that is shown and its replay. */
export function useStage(data: SaleData, wanted: WantedRun | null): Stage {
  const { sale, stats, runs, refreshRuns } = data;
  const saleId = sale?.id ?? null;
  const run = useRunDetail(shownRunId({ runs, epoch: stats?.epoch ?? null, wanted }), runs);
  const wait = useWait(run);
  const replay = useReplay(saleId, run);
  const samples = usePathSamples(run, stats);
  const recent = useRecentOrders(saleId, stats);
  const { timeline, playback, awaiting } = replay;
  const moment = deriveMoment({
    stock: sale?.stock ?? 0,
    stats,
    run,
    timeline,
    place: playback.place,
    awaiting,
    samples,
  });

  const past = isPast(run, stats?.epoch ?? null);
  const over = run !== null && !isUnderWay(run);
  useEffect(() => refreshRuns(), [run?.id, over, refreshRuns]);
  const untold = run === null ? wanted !== null : !over;
  useEffect(() => {
    if (!untold) return;
    // The feed of a run goes silent with the server that ran it, before its first value too; the list then tells how it ended.
    const timer = setInterval(refreshRuns, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [untold, refreshRuns]);

  const [replayId, setReplayId] = useState<string | null>(null);
  const { seek, play } = playback;
  useEffect(() => {
    if (replayId === null || run?.id !== replayId || timeline === null) return;
    setReplayId(null);
    seek(0);
    play();
  }, [replayId, run?.id, timeline, seek, play]);

  const fresh = useMemo(() => runs.map((listed) => (listed.id === run?.id ? run : listed)), [runs, run]);
  return {
    ...replay,
    run,
    wait,
    moment,
    past,
    rows: orderRows({
      moment,
      timeline,
      recent: past ? [] : recent.orders,
      total: recent.total,
      startedAt: run?.startedAt ?? null,
    }),
    orderTotal:
      past || moment.mode === 'replay' ? (moment.sold ?? 0) : recent.orders.length === 0 ? 0 : recent.total,
    runs: fresh,
    replayOf: setReplayId,
  };
}

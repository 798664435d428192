import { useEffect, useMemo, useRef, useState } from 'react';
import { createTimeline, type Timeline } from '../features/replay/timeline.ts';
import { type Playback, usePlayback } from '../features/replay/use-playback.ts';
import { isUnderWay, type RunDetail } from '../lib/model.ts';
import { useReducedMotion } from '../lib/use-reduced-motion.ts';
import { type RunOrders, useRunOrders } from './use-orders.ts';

/** A run longer than this could be watched while it lasted. */
const WATCHABLE_MS = 4000;

/** The run that is shown as something to play, and whether its slow motion is about to begin. */
export interface Replay {
  readonly timeline: Timeline | null;
  readonly playback: Playback;
  readonly awaiting: boolean;
}

/** Plays a run once in slow motion when it has ended before the reader's eyes, unless less motion is asked for. */
export function useReplay(saleId: string | null, run: RunDetail | null): Replay {
  const orders = useRunOrders(saleId, run);
  const timeline = useTimeline(run, orders);
  const playback = usePlayback();
  const calm = useReducedMotion();
  const [watchedId, setWatchedId] = useState<string | null>(null);
  const shownId = useRef<string | null>(null);
  const id = run?.id ?? null;
  const underWay = run !== null && isUnderWay(run);
  const { play, seek } = playback;

  useEffect(() => {
    if (shownId.current !== id) seek(1);
    shownId.current = id;
  }, [id, seek]);
  useEffect(() => {
    if (underWay && !calm) setWatchedId(id);
  }, [id, underWay, calm]);
  const watched = watchedId !== null && watchedId === id;
  const worth = run !== null && run.audit !== null && run.audit.sold > 0 && run.durationMs < WATCHABLE_MS;
  const awaiting = watched && !underWay && worth && !document.hidden;
  useEffect(() => {
    if (!awaiting || timeline === null) return;
    play();
    setWatchedId(null);
  }, [awaiting, timeline, play]);
  return { timeline, playback, awaiting };
}

function useTimeline(run: RunDetail | null, orders: RunOrders | null): Timeline | null {
  return useMemo(() => {
    if (run === null || orders === null || run.startedAt === null || run.id !== orders.runId) return null;
    return createTimeline({
      startedAtMs: Date.parse(run.startedAt),
      durationMs: run.durationMs,
      frames: run.frames,
      orders: orders.orders,
      complete: orders.complete,
    });
  }, [run, orders]);
}

import { useQuery } from 'urql';
import { useCallback, useMemo } from 'react';
import {
  LiveAttackDocument,
  LiveAttackFeedDocument,
  LiveAttacksDocument,
} from '../../schema/generated/operations.ts';
import { isUnderWay, type Run, type RunDetail } from '../lib/model.ts';
import { useKept } from '../lib/use-kept.ts';
import { useFeed } from '../lib/use-feed.ts';

/** Cards on the page. */
const RUNS_MAX = 24;

/** The runs on a sale, newest first. */
export interface RunList {
  readonly runs: readonly Run[];
  /** False until the first answer. */
  readonly loaded: boolean;
  refresh(this: void): void;
}

/** Asks for the list; `refresh` asks again. */
export function useRuns(saleId: string | null): RunList {
  const [result, execute] = useQuery({
    query: LiveAttacksDocument,
    variables: { saleId: saleId ?? '', first: RUNS_MAX },
    pause: saleId === null,
  });
  const data = useKept(result.data);
  const refresh = useCallback(() => {
    if (saleId !== null) execute({ requestPolicy: 'network-only' });
  }, [saleId, execute]);
  return { runs: useMemo(() => data?.attacks ?? [], [data]), loaded: data !== undefined, refresh };
}

/** Which run the panes show. */
export interface ShownChoice {
  readonly runs: readonly Run[];
  /** The sale's epoch; an older run's orders are no longer there to be shown. */
  readonly epoch: number | null;
  /** Launched or chosen on this page. */
  readonly wantedId: string | null;
}

/** The run to show: the wanted one, else the one that runs, else one that waits, else the last of this epoch. */
export function shownRunId({ runs, epoch, wantedId }: ShownChoice): string | null {
  const current = (run: Run): boolean =>
    isUnderWay(run) || (run.epoch !== null && epoch !== null && run.epoch >= epoch);
  const wanted = runs.find(({ id }) => id === wantedId);
  if (wantedId !== null && (wanted === undefined || current(wanted))) return wantedId;
  const running = runs.find(({ state }) => state === 'RUNNING');
  return (running ?? runs.find(isUnderWay) ?? runs.find(current))?.id ?? null;
}

/** The slices of one run: by feed while it is under way, by query when it was over before. */
export function useRunDetail(id: string | null, runs: readonly Run[]): RunDetail | null {
  const listed = runs.find((run) => run.id === id);
  const over = listed !== undefined && !isUnderWay(listed);
  const [{ data }] = useQuery({
    query: LiveAttackDocument,
    variables: { id: id ?? '' },
    pause: id === null || !over,
  });
  const asked = data?.attack?.id === id ? (data?.attack ?? null) : null;
  const feed = useFeed({
    query: LiveAttackFeedDocument,
    variables: { id: id ?? '' },
    pause: id === null || over,
  });
  const fed = feed?.attack.id === id ? feed.attack : null;
  if (fed !== null && !isUnderWay(fed)) return fed;
  return asked ?? fed;
}

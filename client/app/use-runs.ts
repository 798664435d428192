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
import { isPast } from './past-run.ts';

/** The picker scores strategies by them: three rounds of all strategies and some more. */
const RUNS_MAX = 48;

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

/** A run that was launched or chosen on this page, and the sale's epoch at that time: a later one takes its place. */
export interface WantedRun {
  readonly id: string;
  readonly sinceEpoch: number | null;
}

/** Which run the panes show. */
export interface ShownChoice {
  readonly runs: readonly Run[];
  /** The sale's epoch. */
  readonly epoch: number | null;
  readonly wanted: WantedRun | null;
}

/**
 * The run to show: the wanted one, of an older epoch too until the sale moves on to another; else the one that runs,
 * else one that waits, else the last of this epoch.
 */
export function shownRunId({ runs, epoch, wanted }: ShownChoice): string | null {
  const current = (run: Run): boolean =>
    isUnderWay(run) || (run.epoch !== null && epoch !== null && !isPast(run, epoch));
  const chosen = runs.find(({ id }) => id === wanted?.id);
  const isWanted = (run: Run): boolean =>
    current(run) || (run.audit !== null && wanted?.sinceEpoch === epoch);
  if (wanted !== null && (chosen === undefined || isWanted(chosen))) return wanted.id;
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

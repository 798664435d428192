import { useEffect } from 'react';
import { LiveStatsDocument } from '../../schema/generated/operations.ts';
import type { Run, Stats } from '../lib/model.ts';
import { useLinkState } from '../lib/services.ts';
import { useFeed } from '../lib/use-feed.ts';
import { useThrottled } from '../lib/use-throttled.ts';
import { useRuns } from './use-runs.ts';
import { type Setup, useSetup } from './use-setup.ts';
import { useStateWatch } from './use-state-watch.ts';

/** The figures of the sale arrive this often. */
const STATS_EVERY_MS = 150;

/** Runs that others launched are looked for this often, while the sale moves. */
const OTHERS_EVERY_MS = 2000;

/** The sale, its figures and its runs, kept fresh. */
export interface SaleData extends Setup {
  readonly stats: Stats | null;
  readonly runs: readonly Run[];
  readonly runsLoaded: boolean;
  refreshRuns(this: void): void;
}

/** One feed for the figures; the rest is asked for again when the feed says that it has changed, and on every new connection. */
export function useSale(): SaleData {
  const setup = useSetup();
  const { opened } = useLinkState();
  const saleId = setup.sale?.id ?? null;
  const feed = useFeed({
    query: LiveStatsDocument,
    variables: { saleId: saleId ?? '', intervalMs: STATS_EVERY_MS },
    pause: saleId === null,
  });
  const stats = feed?.stats ?? null;
  const { runs, loaded: runsLoaded, refresh: refreshRuns } = useRuns(saleId);

  const soldOut = stats !== null && stats.databaseStock <= 0;
  const epoch = stats?.epoch ?? null;
  const { refresh } = setup;
  useEffect(() => {
    if (opened > 0) refresh();
  }, [opened, epoch, soldOut, refresh]);
  useStateWatch(setup.sale, refresh);

  const moved = useThrottled(stats?.requests ?? 0, OTHERS_EVERY_MS);
  useEffect(() => {
    if (opened > 0) refreshRuns();
  }, [opened, epoch, moved, refreshRuns]);
  return { ...setup, stats, runs, runsLoaded, refreshRuns };
}

import { useEffect } from 'react';
import { LiveStatsDocument } from '../../schema/generated/operations.ts';
import { useLinkState } from '../lib/services.ts';
import { useFeed } from '../lib/use-feed.ts';
import { type Setup, useSetup } from './use-setup.ts';

/** Often enough to see that the server lives, and that a sale was reset. */
const HEAD_EVERY_MS = 1000;

/** What a page knows that does not follow the sale itself: for its header, and the words of the strategies. */
export interface Head extends Setup {
  readonly epoch: number | null;
}

/** One slow feed, which keeps the socket open; the rest is asked for again on every new connection. */
export function useHead(): Head {
  const setup = useSetup();
  const { opened } = useLinkState();
  const { refresh } = setup;
  const saleId = setup.sale?.id ?? null;
  const feed = useFeed({
    query: LiveStatsDocument,
    variables: { saleId: saleId ?? '', intervalMs: HEAD_EVERY_MS },
    pause: saleId === null,
  });
  useEffect(() => {
    if (opened > 1) refresh();
  }, [opened, refresh]);
  return { ...setup, epoch: feed?.stats.epoch ?? setup.sale?.epoch ?? null };
}

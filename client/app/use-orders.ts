import { type OperationResult, useClient, useQuery } from 'urql';
import { useEffect, useState } from 'react';
import { LiveOrdersDocument, type LiveOrdersQuery } from '../../schema/generated/operations.ts';
import type { Order, RunDetail, Stats } from '../lib/model.ts';
import { useKept } from '../lib/use-kept.ts';
import { useThrottled } from '../lib/use-throttled.ts';

/** Rows of the list of recent orders. */
const RECENT = 12;

/** The list follows the feed this often at most. */
const RECENT_EVERY_MS = 400;

/** The API gives at most this many orders a page; a run with more than twenty pages is replayed from its slices. */
const PAGE = 100;
const PAGES_MAX = 20;

/** The newest orders of the sale, newest first. */
export interface RecentOrderList {
  readonly orders: readonly Order[];
  readonly total: number;
}

/** Asks again when the feed tells of another order or epoch. Orders of an epoch that is over are not shown. */
export function useRecentOrders(saleId: string | null, stats: Stats | null): RecentOrderList {
  const [result, execute] = useQuery({
    query: LiveOrdersDocument,
    variables: { saleId: saleId ?? '', first: RECENT, after: null, epoch: null },
    pause: saleId === null,
  });
  const data = useKept(result.data);
  const due = useThrottled(`${stats?.epoch ?? ''} ${stats?.orders ?? ''}`, RECENT_EVERY_MS);
  useEffect(() => {
    if (saleId !== null) execute({ requestPolicy: 'network-only' });
  }, [saleId, due, execute]);
  const orders = data?.orders.edges.map(({ node }) => node) ?? [];
  return {
    orders: orders.filter(({ epoch }) => epoch === stats?.epoch),
    total: data?.orders.totalCount ?? 0,
  };
}

/** All orders of one run, for its replay. */
export interface RunOrders {
  readonly runId: string;
  readonly orders: readonly Order[];
  readonly complete: boolean;
}

/** Fetches the orders of a run's epoch, which may be over, once its books have been read; null until they are there. */
export function useRunOrders(saleId: string | null, run: RunDetail | null): RunOrders | null {
  const client = useClient();
  const [found, setFound] = useState<RunOrders | null>(null);
  const runId = run?.audit ? run.id : null;
  const epoch = run?.epoch ?? null;
  useEffect(() => {
    if (saleId === null || runId === null || epoch === null) return;
    let wanted = true;
    const collect = async (): Promise<void> => {
      const orders: Order[] = [];
      let after: string | null = null;
      let more = true;
      for (let page = 0; more && page < PAGES_MAX; page++) {
        const result: OperationResult<LiveOrdersQuery> = await client.query(LiveOrdersDocument, {
          saleId,
          first: PAGE,
          after,
          epoch,
        });
        if (!wanted || result.data === undefined) return;
        const { edges, pageInfo } = result.data.orders;
        orders.push(...edges.map(({ node }) => node));
        after = pageInfo.endCursor;
        more = pageInfo.hasNextPage;
      }
      setFound({ runId, orders, complete: !more });
    };
    void collect();
    return () => {
      wanted = false;
    };
  }, [client, saleId, runId, epoch]);
  return found !== null && found.runId === runId ? found : null;
}

import type { LedgerEntry, LedgerPage } from '../../domain/ledger.ts';
import type { Queryable } from '../queryable.ts';

/** A page of a sale's ledger, newest first, behind the row of `after`. */
export async function pageOfEvents(
  postgres: Queryable,
  page: { saleId: string; first: number; after: string | null },
): Promise<LedgerPage> {
  const [entries, counts] = await Promise.all([
    postgres.query<LedgerEntry[]>(
      `SELECT id, sale_id AS "saleId", epoch, fence, kind, actor, reason, detail::text AS detail, at FROM sale_events
       WHERE sale_id = $1 AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $2`,
      [page.saleId, page.first + 1, page.after],
    ),
    postgres.query<{ count: number }[]>('SELECT count(*)::int AS count FROM sale_events WHERE sale_id = $1', [
      page.saleId,
    ]),
  ]);
  return {
    entries: entries.slice(0, page.first),
    totalCount: counts[0]?.count ?? 0,
    hasNextPage: entries.length > page.first,
  };
}

import type { Hold, HoldState } from '../../domain/hold.ts';
import type { Queryable } from '../queryable.ts';

/** A row of `holds` as `to_jsonb` writes it: times as text. */
export interface HoldRow {
  readonly id: string;
  readonly sale_id: number | string;
  readonly epoch: number;
  readonly buyer_id: string;
  readonly quantity: number;
  readonly state: HoldState;
  readonly expires_at: string;
  readonly created_at: string;
  readonly ended_at: string | null;
  readonly order_id: string | null;
}

/** One hold of any epoch as it stands (see `hold_now`), or null. */
export async function findHold(postgres: Queryable, id: string): Promise<Hold | null> {
  const rows = await postgres.query<{ hold: HoldRow }[]>(
    'SELECT to_jsonb(hold_now(h)) AS hold FROM holds h WHERE id = $1',
    [id],
  );
  return rows[0] === undefined ? null : toHold(rows[0].hold);
}

/** Ends what an epoch still holds, and keeps all of its holds apart. Resolves with how many were ended. The sale's row is locked. */
export async function archiveHolds(
  postgres: Queryable,
  { saleId, epoch }: { saleId: string; epoch: number },
): Promise<number> {
  const rows = await postgres.query<{ count: number }[]>(
    `WITH ended AS (UPDATE holds SET state = 'RELEASED', ended_at = clock_timestamp(), archived_at = clock_timestamp()
                    WHERE sale_id = $1 AND epoch = $2 AND state = 'HELD' RETURNING 1),
          kept AS (UPDATE holds SET archived_at = clock_timestamp() WHERE sale_id = $1 AND epoch = $2 AND state <> 'HELD')
     SELECT count(*)::int AS count FROM ended`,
    [saleId, epoch],
  );
  return rows[0]?.count ?? 0;
}

/** The hold in a row. */
export function toHold(row: HoldRow): Hold {
  return {
    id: row.id,
    saleId: String(row.sale_id),
    epoch: row.epoch,
    buyerId: row.buyer_id,
    quantity: row.quantity,
    state: row.state,
    expiresAt: new Date(row.expires_at),
    createdAt: new Date(row.created_at),
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
    orderId: row.order_id,
  };
}

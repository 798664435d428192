import type { Hold, HoldOutcome, HoldRequest } from '../domain/hold.ts';
import type { SaleState } from '../domain/sale.ts';
import type { Queryable } from './queryable.ts';
import { toHold, type HoldRow } from './repositories/holds.ts';

/** Units that were taken, or came back, under a fence: what the gate has to hear. */
export interface MovedUnits {
  readonly id: string;
  readonly saleId: string;
  readonly fence: number;
  readonly quantity: number;
}

/** How a hold that was to end stands now. `returned`: its units came back by this very call. */
export interface EndedHold {
  readonly kind: 'confirmed' | 'replayed' | 'released' | 'ended';
  readonly hold: Hold;
  readonly returned: MovedUnits | null;
}

interface HoldReply {
  readonly outcome: string;
  readonly hold?: HoldRow;
  readonly remaining?: number;
  readonly fence?: number;
  readonly limit?: number;
  readonly state?: SaleState;
  readonly opens_at?: string | null;
  readonly closes_at?: string | null;
}

/** Holds units in one transaction. Throws what Postgres or the connection threw, 23505 for a key of another sale's hold. */
export async function holdUnits(postgres: Queryable, request: HoldRequest): Promise<HoldOutcome> {
  const { saleId, fence, holdId, buyerId, quantity, seconds, key, fingerprint } = request;
  const values = [saleId, fence, holdId, buyerId, quantity, seconds, key, fingerprint];
  const reply = await call(postgres, 'hold_units($1, $2, $3, $4, $5, $6, $7, $8)', values);
  switch (reply.outcome) {
    case 'HELD':
      return { kind: 'held', hold: holdIn(reply), remaining: reply.remaining ?? null, replayed: false };
    case 'REPLAYED':
      return { kind: 'held', hold: holdIn(reply), remaining: null, replayed: true };
    case 'MISMATCH':
      return { kind: 'mismatch' };
    case 'LIMIT':
      return { kind: 'limitReached', limit: reply.limit ?? 0 };
    case 'NOT_OPEN':
      return {
        kind: 'notOpen',
        state: reply.state ?? 'CLOSED',
        opensAt: dateOf(reply.opens_at),
        closesAt: dateOf(reply.closes_at),
      };
    case 'SOLD_OUT':
      return { kind: 'soldOut' };
    case 'FENCED':
      return { kind: 'fenced' };
    default:
      throw new Error(`hold_units answered ${reply.outcome}`);
  }
}

/** Makes the hold an order, unless it is over. Null for no such hold of this buyer. */
export async function confirmHold(
  postgres: Queryable,
  hold: { id: string; buyerId: string; strategy: string },
): Promise<EndedHold | null> {
  const { id, buyerId, strategy } = hold;
  return endOf(await call(postgres, 'confirm_hold($1, $2, $3)', [id, buyerId, strategy]));
}

/** Gives the hold's units back, unless it is over. Null for no such hold of this buyer. */
export async function releaseHold(
  postgres: Queryable,
  { id, buyerId }: { id: string; buyerId: string },
): Promise<EndedHold | null> {
  return endOf(await call(postgres, 'release_hold($1, $2)', [id, buyerId]));
}

/** Expires due holds of a sale. Fewer than `countMax` means that none is left, or another replica is at it. */
export async function expireHolds(
  postgres: Queryable,
  saleId: string,
  countMax: number,
): Promise<MovedUnits[]> {
  const rows = await postgres.query<{ ended: Omit<MovedUnits, 'saleId'>[] }[]>(
    'SELECT expire_holds($1, $2) AS ended',
    [saleId, countMax],
  );
  return (rows[0]?.ended ?? []).map((units) => ({ ...units, saleId }));
}

/** Sales with holds that are due. Read by their index, which no clock answers for that goes on while rows are read. */
export async function salesWithDueHolds(postgres: Queryable): Promise<string[]> {
  const rows = await postgres.query<{ id: string }[]>(
    "SELECT DISTINCT sale_id AS id FROM holds WHERE state = 'HELD' AND expires_at <= statement_timestamp()",
  );
  return rows.map((row) => row.id);
}

async function call(postgres: Queryable, expression: string, values: unknown[]): Promise<HoldReply> {
  const rows = await postgres.query<{ reply: HoldReply }[]>(`SELECT ${expression} AS reply`, values);
  const [row] = rows;
  if (row === undefined) throw new Error(`${expression} answered nothing`);
  return row.reply;
}

function endOf(reply: HoldReply): EndedHold | null {
  if (reply.outcome === 'NONE') return null;
  const hold = holdIn(reply);
  const { id, saleId, quantity } = hold;
  const returned = reply.fence === undefined ? null : { id, saleId, quantity, fence: reply.fence };
  switch (reply.outcome) {
    case 'CONFIRMED':
      return { kind: 'confirmed', hold, returned };
    case 'REPLAYED':
      return { kind: 'replayed', hold, returned };
    case 'RELEASED':
      return { kind: 'released', hold, returned };
    case 'ENDED':
      return { kind: 'ended', hold, returned };
    default:
      throw new Error(`a hold was ended as ${reply.outcome}`);
  }
}

function holdIn(reply: HoldReply): Hold {
  if (reply.hold === undefined) throw new Error(`${reply.outcome} came without its hold`);
  return toHold(reply.hold);
}

function dateOf(text: string | null | undefined): Date | null {
  return text === null || text === undefined ? null : new Date(text);
}

import type { DataSource } from 'typeorm';
import { historyHead, historyLine, type HistoryFormat } from '../domain/history.ts';
import type { LedgerPage } from '../domain/ledger.ts';
import { limits } from '../domain/limits.ts';
import { Problem } from '../domain/problem.ts';
import { checkInteger, checkSaleId, noSuchSale } from '../domain/purchase-input.ts';
import { readHistory } from '../postgres/repositories/history.ts';
import { pageOfEvents } from '../postgres/repositories/sale-events.ts';
import { readStanding } from '../postgres/repositories/sales.ts';

/** What happened to sales. */
export interface Ledger {
  /** Who did what to a sale, newest first. Throws a Problem for no such sale, a bad cursor, or `first` out of 1 to 100. */
  page(query: { saleId: string; first: number; after: string | null }): Promise<LedgerPage>;
  /**
   * A sale's whole history as text: the sale, events, orders of all epochs, holds, attacks. Read as it is asked for, so it
   * takes the same memory for any length. Throws a Problem for no such sale, and while too many are being written.
   */
  export(saleId: string, format: HistoryFormat): Promise<AsyncIterable<string>>;
}

/** Reads Postgres each time; exports take their time on `long`. */
export function createLedger({ postgres, long }: { postgres: DataSource; long: DataSource }): Ledger {
  let underWay = 0;

  async function* write(saleId: string, format: HistoryFormat): AsyncGenerator<string> {
    underWay += 1;
    try {
      const head = historyHead(format);
      if (head !== '') yield head;
      for await (const rows of readHistory(long, saleId))
        yield rows.map((row) => historyLine(format, row)).join('');
    } finally {
      underWay -= 1;
    }
  }

  async function mustExist(saleId: string): Promise<void> {
    checkSaleId(saleId);
    if ((await readStanding(postgres, saleId)) === null) throw noSuchSale();
  }

  return {
    async page({ saleId, first, after }) {
      checkInteger('first', first, { min: 1, max: limits.eventsPageMax });
      const id = after === null ? null : readEventCursor(after);
      await mustExist(saleId);
      return pageOfEvents(postgres, { saleId, first, after: id });
    },
    async export(saleId, format) {
      await mustExist(saleId);
      if (underWay >= limits.exportsMax)
        throw new Problem(
          'UNAVAILABLE',
          `${limits.exportsMax} exports are being written: wait for one to end.`,
        );
      return write(saleId, format);
    },
  };
}

/** An opaque mark of a row's place. */
export function eventCursorOf(id: string): string {
  return Buffer.from(`event ${id}`).toString('base64url');
}

function readEventCursor(cursor: string): string {
  const id = /^event ([1-9]\d{0,17})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (id !== undefined) return id;
  throw new Problem('BAD_USER_INPUT', "after must be a page's endCursor, or null for the first page.");
}

import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { HistoryFormat } from '../domain/history.ts';
import { Problem, type ProblemCode } from '../domain/problem.ts';
import { requireAdmin, type Identity } from '../services/identity.ts';
import type { Ledger } from '../services/ledger.ts';
import type { Handler } from './router.ts';

const PATH = /^\/export\/sales\/(?<saleId>\d+)\.(?<format>jsonl|csv)$/;
const TYPES: Record<HistoryFormat, string> = { jsonl: 'application/x-ndjson', csv: 'text/csv' };
const STATUS: Record<ProblemCode, number> = {
  BAD_USER_INPUT: 404,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  CONFLICT: 409,
  UNAVAILABLE: 503,
};
/** A client that takes longer for one piece, which is a thousand rows at most, is cut off. */
const PIECE_MAX_MS = 30_000;

/** What it answers from. */
export interface ExportOptions {
  readonly ledger: Pick<Ledger, 'export'>;
  readonly identity: Identity;
  readonly pieceMaxMs?: number;
}

/** Answers /export/sales/<id>.jsonl and .csv, to the admin alone. A download that breaks off did not come to its end. */
export function createExport({ ledger, identity, pieceMaxMs = PIECE_MAX_MS }: ExportOptions): Handler {
  return async (request, response) => {
    try {
      const { saleId, format } = readPath(request.url ?? '');
      requireAdmin(await identity.identify(request.headers.authorization));
      const history = await ledger.export(saleId, format);
      response.writeHead(200, {
        'content-type': `${TYPES[format]}; charset=utf-8`,
        'content-disposition': `attachment; filename="sale-${saleId}.${format}"`,
        'cache-control': 'no-store',
      });
      const taken = whileTaken(history, { pieceMaxMs, cut: () => response.destroy() });
      await pipeline(taken, response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      if (isGone(error)) return;
      if (!(error instanceof Problem)) throw error;
      refuse(response, error);
    }
  };
}

/**
 * The same pieces, each as soon as the client has taken the one before; `cut` when one takes too long. A timeout of the
 * socket would cut as well while Postgres looks for the first row, and takes twice as long for who reads nothing at all.
 */
async function* whileTaken(
  pieces: AsyncIterable<string>,
  { pieceMaxMs, cut }: { readonly pieceMaxMs: number; readonly cut: () => void },
): AsyncGenerator<string> {
  for await (const piece of pieces) {
    const timer = setTimeout(cut, pieceMaxMs);
    try {
      yield piece;
    } finally {
      clearTimeout(timer);
    }
  }
}

function readPath(url: string): { saleId: string; format: HistoryFormat } {
  const { saleId, format } = PATH.exec(url.split('?')[0] ?? '')?.groups ?? {};
  if (saleId === undefined || (format !== 'jsonl' && format !== 'csv'))
    throw new Problem('BAD_USER_INPUT', 'Ask GET /export/sales/<id>.jsonl or .csv.');
  return { saleId, format };
}

/** The client went away: nobody is left to tell. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function refuse(response: ServerResponse, { code, message }: Problem): void {
  response.writeHead(STATUS[code], { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}

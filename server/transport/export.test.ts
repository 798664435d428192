import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdentity } from '../services/identity.ts';
import { createExport } from './export.ts';

const TOKEN = 'an-admin-token-of-tests';
const PIECE_MAX_MS = 1_000;
const PIECE = 'x'.repeat(300_000);
const ends: string[] = [];
let server: Server;
beforeAll(async () => {
  const handler = createExport({
    ledger: { export: async (saleId) => (saleId === '1' ? endless() : slowToBegin()) },
    identity: createIdentity(TOKEN),
    pieceMaxMs: PIECE_MAX_MS,
  });
  server = createServer((request, response) => void handler(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

/** More than any buffer between here and a client takes. */
async function* endless(): AsyncGenerator<string> {
  try {
    for (;;) yield PIECE;
  } finally {
    ends.push('endless');
  }
}

/** Postgres looks for the first row for longer than a client may take for one piece. */
async function* slowToBegin(): AsyncGenerator<string> {
  const until = performance.now() + 2 * PIECE_MAX_MS;
  await expect.poll(() => performance.now(), { timeout: 10_000 }).toBeGreaterThan(until);
  yield 'the end\n';
}

async function download(saleId: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const asked = get({ host: '127.0.0.1', port, path: `/export/sales/${saleId}.jsonl`, headers });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

test('a client that takes nothing is cut off when its time for one piece is over, and the export ends', async () => {
  const answer = await download('1');
  const from = performance.now();
  await expect.poll(() => ends, { timeout: 10_000, interval: 10 }).toEqual(['endless']);
  expect(performance.now() - from).toBeLessThan(2 * PIECE_MAX_MS);
  await expect(answer.toArray()).rejects.toThrow('aborted');
});

test('a client waits as long as Postgres takes for the first row', async () => {
  const answer = await download('2');
  const pieces = await answer.setEncoding('utf8').toArray();
  expect(pieces.join('')).toBe('the end\n');
});

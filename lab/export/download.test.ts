import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../server/tests/_util/temp-dir.ts';
import { download } from './download.ts';
import { type ExportWish, readWish } from './wish.ts';

async function downloadFrom(answer: RequestListener, out: string): Promise<{ bytes: number }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const wish: ExportWish = { sale: '1', format: 'jsonl', out, token: 't', url: `http://127.0.0.1:${port}/` };
  return download(wish).finally(() => {
    server.closeAllConnections();
    server.close();
  });
}

test("an export leaves somebody's .part file as it is, whole or broken off", async () => {
  await using dir = await tempDir();
  const out = join(dir.path, 'x.jsonl');
  await writeFile(`${out}.part`, 'mine');
  const broken = downloadFrom((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  }, out);
  await expect(broken).rejects.toMatchObject({ code: 'NOT_EXPORTED', exitCode: 3 });
  expect(await readdir(dir.path)).toEqual(['x.jsonl.part']);
  expect(await downloadFrom((_request, response) => response.end('all'), out)).toEqual({ bytes: 3 });
  expect(await readFile(`${out}.part`, 'utf8')).toBe('mine');
  expect((await readdir(dir.path)).toSorted()).toEqual(['x.jsonl', 'x.jsonl.part']);
});

test('a folder that is not there and a sale that is not there are bad usage', async () => {
  await using dir = await tempDir();
  const wish = readWish(
    { sale: '1', out: 'no/such/x.jsonl', token: 't', url: 'http://127.0.0.1:1' },
    { env: {}, cwd: dir.path },
  );
  await expect(wish).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('no folder') });
  const out = join(dir.path, 'x.jsonl');
  const missing = downloadFrom((_request, response) => response.writeHead(404).end('{"message":"No."}'), out);
  await expect(missing).rejects.toMatchObject({ exitCode: 2, message: 'No.' });
  expect(existsSync(out)).toBe(false);
});

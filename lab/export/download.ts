import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { ExportWish } from './wish.ts';

/**
 * Writes the history beside its file and puts it in place once it is whole, so that the file is never half of one. Throws
 * an Error with the server's words, or for a connection that broke off.
 */
export async function download({ url, token, out }: ExportWish): Promise<{ bytes: number }> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } }).catch(
    (error: unknown) => {
      throw new Error(`${new URL(url).origin} does not answer: is the server running?`, { cause: error });
    },
  );
  if (!answer.ok || answer.body === null) throw new Error(await wordsOf(answer));
  const part = `${out}.part`;
  const file = createWriteStream(part);
  try {
    await pipeline(chunksOf(answer.body), file);
    await rename(part, out);
    return { bytes: file.bytesWritten };
  } catch (error) {
    await rm(part, { force: true });
    throw new Error(`The export broke off, ${out} was not written.`, { cause: error });
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function wordsOf(answer: Response): Promise<string> {
  const text = await answer.text();
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  return message === undefined ? `The server answered ${answer.status}.` : String(JSON.parse(`"${message}"`));
}

import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { usageFailure } from '../cli/failure.ts';
import type { ExportWish } from './wish.ts';

/**
 * Writes the history beside its file and puts it in place once it is whole, so that the file is never half of one. Throws
 * a Failure where there is no such sale, and an Error with the server's words, or with the reason why the connection broke
 * off or the file can't be written.
 */
export async function download({ url, token, out }: ExportWish): Promise<{ bytes: number }> {
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { headers, signal: leaving.signal }).catch((error: unknown) => {
    throw new Error(`${new URL(url).origin} does not answer: is the server running?`, { cause: error });
  });
  if (answer.status === 404) throw usageFailure(await wordsOf(answer));
  if (!answer.ok || answer.body === null) throw new Error(await wordsOf(answer));
  const part = `${out}.part`;
  const file = createWriteStream(part);
  try {
    await pipeline(chunksOf(answer.body), file);
    await rename(part, out);
    return { bytes: file.bytesWritten };
  } catch (error) {
    // What the server still has to say would keep this process waiting.
    leaving.abort();
    await rm(part, { force: true }).catch(() => undefined);
    throw new Error(`The export broke off, ${out} was not written: ${reasonOf(error)}`, { cause: error });
  }
}

/** A connection that ends says only that it was terminated; why stands behind that. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}, ${error.cause.message}` : error.message;
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

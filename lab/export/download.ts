import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Failure, usageFailure } from '../cli/failure.ts';
import type { ExportWish } from './wish.ts';

/**
 * Writes the history beside its file, under a name that nothing else has, and puts it in place once it is whole, so that
 * the file is never half of one. Throws a Failure: where there is no such sale a usage failure, else NOT_EXPORTED with the
 * server's words, or with the reason why the connection broke off or the file can't be written.
 */
export async function download({ url, token, out }: ExportWish): Promise<{ bytes: number }> {
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { headers, signal: leaving.signal }).catch((error: unknown) => {
    throw notExported(`${new URL(url).origin} does not answer: is the server running?`, error);
  });
  if (answer.status === 404) throw usageFailure(await wordsOf(answer));
  if (!answer.ok || answer.body === null) throw notExported(await wordsOf(answer));
  try {
    return { bytes: await write(answer.body, out) };
  } catch (error) {
    // What the server still has to say would keep this process waiting.
    leaving.abort();
    throw notExported(`The export broke off, ${out} was not written: ${reasonOf(error)}`, error);
  }
}

async function write(body: ReadableStream<Uint8Array>, out: string): Promise<number> {
  const part = `${out}.${randomBytes(6).toString('hex')}.part`;
  const file = (await open(part, 'wx')).createWriteStream();
  try {
    await pipeline(chunksOf(body), file);
    await rename(part, out);
    return file.bytesWritten;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

function notExported(words: string, cause?: unknown): Failure {
  const failure = new Failure(words, { code: 'NOT_EXPORTED' });
  failure.cause = cause;
  return failure;
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

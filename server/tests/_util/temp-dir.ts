import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that goes when disposed. */
export interface TempDir extends AsyncDisposable {
  readonly path: string;
}

/** @param name part of its name, which may hold spaces: a test of paths wants them. */
export async function tempDir(name = 'flash-sale-test'): Promise<TempDir> {
  const path = await mkdtemp(join(tmpdir(), `${name}-`));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

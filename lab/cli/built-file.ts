import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.ts';

/**
 * Absolute path of a compiled file, such as `server/main.js`, wherever this one runs from: processes are started from
 * dist/, because Node 20 can't load TypeScript. Throws a Failure when it hasn't been built.
 */
export function builtFile(relative: string): string {
  const path = join(packageRoot(), 'dist', relative);
  if (existsSync(path)) return path;
  throw new Failure(`${path} is missing: run npm run build first.`, { code: 'NOT_BUILT' });
}

/** The version of this package, as package.json has it. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  return String(typeof manifest === 'object' && manifest !== null && Reflect.get(manifest, 'version'));
}

function packageRoot(): string {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json')) && dirname(root) !== root) root = dirname(root);
  return root;
}

/**
 * What Node is told for a server, as `npm start` does. Room for what is young in 32 MB pieces instead of 16: purchases under
 * way outlive the smaller ones and are copied about. And everything is made there: V8 may take kinds of objects for
 * long-lived after the start and make them among the old, where each keeps what it points to until the next long collection.
 */
export const SERVER_FLAGS: readonly string[] = [
  '--max-semi-space-size=32',
  '--no-allocation-site-pretenuring',
];

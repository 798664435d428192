import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.ts';

/**
 * Absolute path of a compiled file, such as `server/main.js`, wherever this one runs from: processes are started from
 * dist/, because Node 20 can't load TypeScript. Throws a Failure when it hasn't been built.
 */
export function builtFile(relative: string): string {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json')) && dirname(root) !== root) root = dirname(root);
  const path = join(root, 'dist', relative);
  if (existsSync(path)) return path;
  throw new Failure(`${path} is missing: run npm run build first.`, { code: 'NOT_BUILT' });
}

/**
 * What Node is told for a server, as `npm start` does: room for what is young in 32 MB pieces instead of 16. Purchases under
 * way outlive the smaller ones and are copied about, a tenth of the CPU of a durable order.
 */
export const SERVER_FLAGS: readonly string[] = ['--max-semi-space-size=32'];

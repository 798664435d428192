import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(start: string): string {
  for (let dir = start; dirname(dir) !== dir; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
  }
  throw new Error(`no package.json above ${start}`);
}

/** Absolute path of the folder that holds package.json, the same from sources and from dist/. */
export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/**
 * Absolute path of a compiled file, e.g. `distFile('server/main.js')`. Child processes start from dist/ even when
 * their parent runs from sources (vitest), because Node 20 can't load TypeScript.
 * @throws Error when it hasn't been built.
 */
export function distFile(relative: string): string {
  const path = join(packageRoot, 'dist', relative);
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\` first`);
  return path;
}

/** Absolute path of a built folder, or null when it hasn't been built: a server without a dashboard still serves its API. */
export function distFolder(relative: string): string | null {
  const path = join(packageRoot, 'dist', relative);
  return existsSync(path) ? path : null;
}

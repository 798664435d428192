import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './root.mjs';

/** Files that only tests read. */
const TEST_FILE = /\.test\.tsx?$|(^|\/)tests\//;

function walk(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return [path];
  return readdirSync(absolute, { withFileTypes: true }).flatMap(({ name }) => walk(`${path}/${name}`));
}

/** Files below the given paths that a build reads, relative to the package, sorted. */
export function sourceFiles(paths) {
  return paths
    .flatMap((path) => walk(path))
    .filter((path) => !TEST_FILE.test(path))
    .sort();
}

/** One hash over the names and contents of the files below `paths`. */
export function contentHash(paths) {
  const hash = createHash('sha256');
  for (const path of sourceFiles(paths)) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Every file below a folder of the package, with forward slashes. */
export function filesBelow(path) {
  return walk(path).map((file) => file.split(sep).join('/'));
}

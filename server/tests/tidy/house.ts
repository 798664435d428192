import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the project: its path from the root, with forward slashes, and its text, empty for a picture. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const textual =
  /\.(ts|tsx|mjs|js|lua|json|ya?ml|md|css|html|graphql|toml|sh|sql|svg)$|(^|\/)(\.[\w.]+|Dockerfile|LICENSE|run)$/;

/** Every file that a clone of the project holds: what .gitignore names is left out. */
export function readHouse(): readonly ProjectFile[] {
  const ignored = ignoredNames();
  const files: ProjectFile[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (ignored(entry.name)) continue;
      const full = join(folder, entry.name);
      if (entry.isDirectory()) walk(full);
      else if (entry.isFile()) files.push(read(full));
    }
  };
  walk(root);
  return files.toSorted((a, b) => a.path.localeCompare(b.path));
}

function read(full: string): ProjectFile {
  const path = relative(root, full).split(sep).join('/');
  return { path, text: textual.test(path) ? readFileSync(full, 'utf8') : '' };
}

/** .gitignore of this project holds plain names and `*.suffix` only: that much of its language is read. */
function ignoredNames(): (name: string) => boolean {
  const patterns = readFileSync(join(root, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim().replace(/\/$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
  const names = new Set(['.git', ...patterns.filter((pattern) => !pattern.startsWith('*'))]);
  const suffixes = patterns.filter((pattern) => pattern.startsWith('*')).map((pattern) => pattern.slice(1));
  return (name) => names.has(name) || suffixes.some((suffix) => name.endsWith(suffix));
}

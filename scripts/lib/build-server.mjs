import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { filesBelow, sourceFiles } from './files.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { Failure } from './say.mjs';

const FOLDERS = ['server', 'sdk', 'lab', 'bench', 'schema'];
/** What decides the outcome, besides the compiler's own version in the lock file. */
export const SERVER_INPUTS = [
  ...FOLDERS,
  'codegen.ts',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
];

/** Lua scripts and the like, which the compiler doesn't know, go beside what it made. */
function copyAssets() {
  const assets = sourceFiles(FOLDERS).filter((path) => !/\.(ts|tsx|md)$/.test(path));
  for (const path of assets) {
    mkdirSync(dirname(join(root, 'dist', path)), { recursive: true });
    copyFileSync(join(root, path), join(root, 'dist', path));
  }
  return assets;
}

/**
 * Compiles server, sdk, lab and bench into dist/, and removes what an earlier build left there. Types are checked by
 * `npm run typecheck`, not here: a start compiles in half the time.
 */
export async function buildServer() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = ['-p', 'tsconfig.build.json', '--noCheck', '--listEmittedFiles'];
  const { code, output } = await run([process.execPath, tsc, ...flags], { cwd: root, quiet: true });
  const lines = output.split('\n');
  const emitted = lines.flatMap((line) =>
    line.startsWith('TSFILE: ') ? [line.slice('TSFILE: '.length).trim()] : [],
  );
  if (code !== 0 || emitted.length === 0) {
    const words = lines.filter((line) => !line.startsWith('TSFILE: ')).join('\n');
    throw new Failure(`The server could not be compiled:\n${words.trim()}`);
  }
  const made = new Set(emitted.map((path) => relative(root, path).split(sep).join('/')));
  for (const path of copyAssets()) made.add(`dist/${path}`);
  for (const path of FOLDERS.flatMap((folder) => filesBelow(`dist/${folder}`))) {
    if (!made.has(path)) rmSync(join(root, path), { force: true });
  }
}

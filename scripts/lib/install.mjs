import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { Failure, say, since } from './say.mjs';

function packages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return null;
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for, by npm's own record of what it installed, which it writes
 * last. Optional packages (other systems' binaries) don't count.
 * @param {{ dev: boolean }} options whether build and test tools are needed too
 */
export function isInstalled({ dev }) {
  const wanted = packages('package-lock.json');
  const found = packages('node_modules/.package-lock.json');
  if (wanted === null || found === null) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional, ...entry }]) => {
    if (path === '' || optional || entry.devOptional || (entry.dev && !dev)) return true;
    return found[path]?.version === version && found[path]?.integrity === integrity;
  });
}

/** The npm that runs us, else the one on PATH. */
function npm() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return [process.execPath, script];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

/** Installs exactly what package-lock.json names, unless it is there already. */
export async function install({ dev }) {
  if (isInstalled({ dev })) return;
  const from = performance.now();
  say('Installing packages (npm ci); the first time takes a minute or so ...');
  const flags = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } = await run([...npm(), 'ci', ...flags], { cwd: root });
  if (code !== 0)
    throw new Failure(
      `Packages could not be installed: npm ci ended with code ${code} (its words are above).`,
    );
  say(`Installed in ${since(from)}`);
}

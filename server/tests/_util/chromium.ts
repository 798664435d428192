import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { packageRoot } from '../../package-root.ts';

/** A browser for tests, or why there is none. */
export type Chromium =
  { readonly path: string; readonly args: readonly string[] } | { readonly skip: string };

const run = promisify(execFile);
const LAUNCH_MAX_MS = 30_000;
const INSTALL_MAX_MS = 120_000;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** No sandbox: tests run as root in containers. The rest keeps it from talking to anybody but us. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium for machines without one, from npm; fetched when first needed, not a dependency. */
const PACKAGE = { name: '@sparticuz/chromium', version: '143.0.4' };

async function launches(path: string): Promise<boolean> {
  try {
    const browser = await chromium.launch({ executablePath: path, args: [...ARGS], timeout: LAUNCH_MAX_MS });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

async function installed(path: string): Promise<boolean> {
  return run(path, ['--version'], { timeout: LAUNCH_MAX_MS }).then(
    () => true,
    () => false,
  );
}

async function fromNpm(): Promise<Chromium> {
  const folder = join(packageRoot, '.cache', 'chromium');
  const spec = `${PACKAGE.name}@${PACKAGE.version}`;
  try {
    if (!existsSync(join(folder, 'node_modules', PACKAGE.name))) {
      const flags = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
      await run('npm', ['install', ...flags, spec], { timeout: INSTALL_MAX_MS });
    }
    const entry = createRequire(join(folder, 'index.js')).resolve(PACKAGE.name);
    const script =
      'const { default: it } = await import(process.argv[1]); console.log(await it.executablePath())';
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, entry], {
      // It unpacks itself into the temporary folder: into ours, not the one that all users share.
      env: { ...process.env, TMPDIR: folder },
    });
    const path = stdout.trim();
    if (await launches(path)) return { path, args: ARGS };
    return { skip: `no Chromium on PATH, and the one of ${spec} does not run on this machine` };
  } catch (error) {
    const [line] = String(error).split('\n');
    return { skip: `no Chromium on PATH, and ${spec} could not be installed (${line})` };
  }
}

/** CHROMIUM_PATH, else a Chrome or Chromium of this machine, else one from npm if that really runs, else the reason. */
export async function findChromium(): Promise<Chromium> {
  const wished = process.env['CHROMIUM_PATH'];
  if (wished !== undefined && wished !== '') {
    return (await launches(wished))
      ? { path: wished, args: ARGS }
      : { skip: `CHROMIUM_PATH (${wished}) does not run` };
  }
  for (const path of [...NAMES, MAC])
    if (await installed(path)) return { path: await absolute(path), args: ARGS };
  return fromNpm();
}

async function absolute(program: string): Promise<string> {
  if (program.includes('/')) return program;
  return (await run('sh', ['-c', `command -v ${program}`])).stdout.trim();
}

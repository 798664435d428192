import { join } from 'node:path';
import { build, staleParts } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { exclusively } from './lock.mjs';
import { root } from './root.mjs';
import { say } from './say.mjs';

const waiting = (pid) =>
  say(`Another command (process ${pid}) is installing or building here; waiting for it ...`);

/**
 * Installs and builds whatever is missing or stale, alone on this folder. Nothing to do takes milliseconds.
 * @param {{ dev?: boolean, parts?: string[] }} options `dev`: the tools are needed even if nothing is stale; `parts`:
 *   "server" or "client", where not all are to be built
 */
export async function prepare({ dev = false, parts } = {}) {
  if (isInstalled({ dev }) && staleParts(parts).length === 0) return;
  await exclusively(join(root, '.cache', 'lock'), waiting, async () => {
    await install({ dev: dev || staleParts(parts).length > 0 });
    await build(parts);
  });
}

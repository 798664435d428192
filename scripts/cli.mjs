// npm run cli -- attack --strategy NO_LOCK: the command line, after building what is stale. See lab/cli.
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { prepare } = await import('./lib/prepare.mjs');
const { Failure, tellTerminalOnly } = await import('./lib/say.mjs');
const { stopWithParent } = await import('./lib/stop-with-parent.mjs');

try {
  stopWithParent('cli');
  tellTerminalOnly();
  await prepare();
} catch (error) {
  process.stderr.write(error instanceof Failure ? `${error.message}\n` : `${error?.stack ?? error}\n`);
  // Nothing could be run: lab/cli/exit-code.ts has the codes.
  process.exit(3);
}
await import('../dist/lab/cli/main.js');

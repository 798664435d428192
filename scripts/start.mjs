// npm start: from a fresh clone to a running server. Installs what is missing, builds what is stale, serves.
import module from 'node:module';
import { join } from 'node:path';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { prepare } = await import('./lib/prepare.mjs');
const { Failure, say } = await import('./lib/say.mjs');

const { root } = await import('./lib/root.mjs');
const { stopWithParent } = await import('./lib/stop-with-parent.mjs');

try {
  stopWithParent('start');
  await prepare();
} catch (error) {
  say(error instanceof Failure ? `\n${error.message}` : String(error?.stack ?? error));
  process.exit(1);
}
// Where Node can keep compiled code (22 on), the next start loads faster.
module.enableCompileCache?.(join(root, '.cache', 'compile'));
// In this process: signals reach the server itself, and killing npm's child kills it.
await import('../dist/server/main.js');

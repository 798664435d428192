// npm run bench -- --only sold-out,durable: every promise of speed against a reference in the same run. See bench/.
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { prepare } = await import('./lib/prepare.mjs');
const { Failure } = await import('./lib/say.mjs');
const { stopWithParent } = await import('./lib/stop-with-parent.mjs');

try {
  stopWithParent('bench');
  await prepare({ dev: true });
} catch (error) {
  process.stderr.write(error instanceof Failure ? `${error.message}\n` : `${error?.stack ?? error}\n`);
  process.exit(1);
}
await import('../dist/bench/main.js');

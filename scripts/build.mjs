// npm run build: dist/ from the sources, if it is stale. With --codegen it writes before what is committed but written from
// the code: schema and pages first, then what codegen.ts makes of the schema.
import { join } from 'node:path';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { prepare } = await import('./lib/prepare.mjs');
const { root } = await import('./lib/root.mjs');
const { run } = await import('./lib/run.mjs');
const { ending } = await import('./lib/ending.mjs');

await ending(async () => {
  if (process.argv.includes('--codegen')) {
    // The dashboard may use what has yet to be written.
    await prepare({ dev: true, parts: ['server'] });
    for (const program of ['server/print-main.js', 'codegen.js']) {
      const { code } = await run([process.execPath, join(root, 'dist', program)], { cwd: root });
      if (code !== 0) return code;
    }
  }
  await prepare({ dev: true });
  return 0;
});

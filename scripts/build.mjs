// npm run build: dist/ from the sources, if it is stale. With --codegen: then writes what is committed but written from
// the code: schema and pages first, then what codegen.ts makes of the schema.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { prepare } = await import('./lib/prepare.mjs');
const { root } = await import('./lib/root.mjs');
const { run } = await import('./lib/run.mjs');
const { ending } = await import('./lib/ending.mjs');

await ending(async () => {
  await prepare({ dev: true });
  const codegen = join(root, 'dist', 'codegen.js');
  if (!process.argv.includes('--codegen') || !existsSync(codegen)) return 0;
  const printed = await run([process.execPath, join(root, 'dist', 'server', 'print-main.js')], { cwd: root });
  if (printed.code !== 0) return printed.code;
  const { code } = await run([process.execPath, codegen], { cwd: root });
  return code;
});

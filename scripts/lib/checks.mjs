import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { say, since } from './say.mjs';

const STEPS = [
  { name: 'types', tool: 'typescript', command: 'tsc', args: ['-p', 'tsconfig.json', '--noEmit'] },
  { name: 'lint', tool: 'oxlint', args: [] },
  { name: 'format', tool: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'unused code', tool: 'knip', args: [] },
];

/** The program of an installed package, run by this Node: no shell, no .cmd. */
function program({ tool, command = tool }) {
  const dir = join(root, 'node_modules', tool);
  const { bin } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  return join(dir, typeof bin === 'string' ? bin : bin[command]);
}

async function check(step) {
  const from = performance.now();
  const { code, output } = await run([process.execPath, program(step), ...step.args], {
    cwd: root,
    quiet: true,
  });
  say(`${code === 0 ? '✓' : '✗'} ${step.name} (${since(from)})`);
  if (code !== 0) say(output.trim());
  return code === 0;
}

/** Runs types and lint, two steps at a time; says of each whether it passed. What a step has to say is shown only when it fails. */
export async function checks() {
  const waiting = [...STEPS];
  const passed = [];
  const next = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
      passed.push(await check(step));
  };
  await Promise.all([next(), next()]);
  return passed;
}

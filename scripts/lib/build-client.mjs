import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { Failure } from './say.mjs';

export const CLIENT_INPUTS = [
  'client',
  'sdk',
  'schema',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
];

/** Builds the dashboard into dist/client. */
export async function buildClient() {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const command = [process.execPath, vite, 'build', '--logLevel', 'warn'];
  const env = { ...process.env, NODE_ENV: 'production' };
  const { code, output } = await run(command, { cwd: root, quiet: true, env });
  if (code !== 0) throw new Failure(`The dashboard could not be built:\n${output.trim()}`);
}

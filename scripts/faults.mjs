// npm run test:faults -- --rounds 200 [--seed 7] [--only Redis]: server processes and stores that die, freeze and lose
// answers under load, and a checker of every promise. The last line has the totals; exit code 1 when one was broken.
import { parseArgs } from 'node:util';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { prepare } = await import('./lib/prepare.mjs');
const { root } = await import('./lib/root.mjs');

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '30' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('Usage: npm run test:faults -- --rounds 200 [--seed 7] [--only "part of a name"]');
  process.exit(2);
}
await prepare({ dev: true });
const { runnerImport } = await import('vite');
const config = { root, configFile: false, oxc: { target: 'node20' } };
const { module } = await runnerImport('./server/tests/faults/main.ts', config);
// Feeds need one, and the SDK's own import of it comes when vite has closed the door behind the module.
globalThis.WebSocket ??= (await import('ws')).WebSocket;
console.log(`${rounds} rounds, seed ${seed}`);
const isClean = await module.runFaults({ rounds, seed, only: values.only ?? '', say: console.log });
process.exit(isClean ? 0 : 1);

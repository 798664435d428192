// npm run test:faults -- --rounds 200 [--seed 7] [--only Redis]: server processes and stores that die, freeze and lose
// answers under load, and a checker of every promise. The last line has the totals; exit code 1 when one was broken.
import { parseArgs } from 'node:util';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { prepare } = await import('./lib/prepare.mjs');
const { root } = await import('./lib/root.mjs');

const usage = 'Usage: npm run test:faults -- --rounds 200 [--seed 7] [--only "part of a name"]';
const { rounds, seed, only, help } = read();
if (help) {
  console.log(usage);
  process.exit(0);
}
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed))
  refuse('--rounds and --seed are whole numbers.');

function read() {
  const text = { type: 'string' };
  const options = { rounds: text, seed: text, only: text, help: { type: 'boolean', short: 'h' } };
  try {
    const { values } = parseArgs({ options });
    const { rounds = '30', seed = Date.now() % 1_000_000, only = '', help = false } = values;
    return { rounds: Number(rounds), seed: Number(seed), only, help };
  } catch (error) {
    return refuse(error.message);
  }
}

function refuse(words) {
  console.error(`${words}\n${usage}`);
  process.exit(2);
}

await prepare({ dev: true });
const { runnerImport } = await import('vite');
const config = { root, configFile: false, oxc: { target: 'node20' } };
const { module } = await runnerImport('./server/tests/faults/main.ts', config);
// Feeds need one, and the SDK's own import of it comes when vite has closed the door behind the module.
globalThis.WebSocket ??= (await import('ws')).WebSocket;
console.log(`${rounds} rounds, seed ${seed}`);
const isClean = await module.runFaults({ rounds, seed, only, say: console.log });
process.exit(isClean ? 0 : 1);

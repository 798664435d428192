/** npm run bench: every promise of speed, each against a reference in the same run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { builtFile } from '../lab/cli/built-file.ts';
import { readOptions, usage, type Options } from './options.ts';
import { parts } from './parts.ts';
import type { Part } from './part.ts';
import { linesOf } from './report/lines.ts';
import { machine, wrongBooks, type PartResult, type Results } from './report/results.ts';
import { closeAll } from './setting/open-things.ts';

const root = dirname(dirname(dirname(builtFile('bench/main.js'))));
/** After which what doesn't end is left alone. */
const STOP_MAX_MS = 25_000;
const LATEST = join(root, '.cache', 'bench', 'latest.json');

async function measure(part: Part, { seconds, rounds }: Options): Promise<PartResult> {
  const from = performance.now();
  const say = (line: string): void => void process.stderr.write(`  ${line}\n`);
  process.stderr.write(`\n${part.title} ...\n`);
  const findings = await part.measure({ seconds, rounds, say });
  const { name, title } = part;
  return { name, title, seconds: (performance.now() - from) / 1_000, ...findings };
}

async function bench(options: Options): Promise<number> {
  const found: PartResult[] = [];
  for (const part of options.parts) {
    const result = await measure(part, options);
    found.push(result);
    if (!options.json) console.log(linesOf(result).join('\n'));
  }
  const results: Results = {
    at: new Date().toISOString(),
    machine: machine(),
    secondsEach: options.seconds,
    rounds: options.rounds,
    parts: found,
  };
  const text = `${JSON.stringify(results, null, 2)}\n`;
  if (options.json) process.stdout.write(text);
  write(options.out === null ? LATEST : resolve(options.out), text);
  const wrong = wrongBooks(results);
  for (const line of wrong) console.error(`NOT EXACT: ${line}`);
  return wrong.length === 0 ? 0 : 1;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), parts);
  if (options !== null) return bench(options);
  console.log(usage(parts));
  return 0;
}

for (const [signal, code] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const]) {
  process.once(signal, () => {
    setTimeout(() => process.exit(code), STOP_MAX_MS);
    void closeAll().finally(() => process.exit(code));
  });
}
try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  await closeAll();
  process.exitCode = 1;
}

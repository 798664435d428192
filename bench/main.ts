/** npm run bench: every promise of speed, each against a reference in the same run. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { builtFile } from '../lab/cli/built-file.ts';
import { readOptions, usage, type Options } from './options.ts';
import { parts } from './parts.ts';
import type { Findings, Part } from './part.ts';
import { drawProfiles } from './profile/profile.ts';
import { withResults } from './report/docs.ts';
import { linesOf } from './report/lines.ts';
import { machine, wrongBooks, type PartResult, type Results } from './report/results.ts';
import { closeAll } from './setting/open-things.ts';
import { describeStores } from './setting/stores.ts';

const root = dirname(dirname(dirname(builtFile('bench/main.js'))));
/** After which what doesn't end is left alone. */
const STOP_MAX_MS = 25_000;
const CACHE = join(root, '.cache', 'bench');
const LATEST = join(CACHE, 'latest.json');
const DOCUMENT = join(root, 'docs', 'performance.md');

/** Of a part that failed: the others are measured all the same. */
const UNKNOWN: Findings = { rows: [], notes: ['This part could not be measured.'], books: [] };

async function measure(part: Part, { seconds, rounds }: Options): Promise<PartResult> {
  const from = performance.now();
  const say = (line: string): void => void process.stderr.write(`  ${line}\n`);
  process.stderr.write(`\n${part.title} ...\n`);
  const { name, title } = part;
  const findings = await part.measure({ seconds, rounds, say }).catch(async (error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    await closeAll();
    return UNKNOWN;
  });
  return {
    name,
    title,
    isMeasured: findings !== UNKNOWN,
    seconds: (performance.now() - from) / 1_000,
    ...findings,
  };
}

async function bench(options: Options): Promise<number> {
  const about = { at: new Date().toISOString(), machine: machine(), stores: await describeStores() };
  const found: PartResult[] = [];
  for (const part of options.parts) {
    const result = await measure(part, options);
    found.push(result);
    if (!options.json) console.log(linesOf(result).join('\n'));
  }
  const results: Results = {
    ...about,
    secondsEach: options.seconds,
    rounds: options.rounds,
    parts: found,
  };
  const text = `${JSON.stringify(results, null, 2)}\n`;
  if (options.json) process.stdout.write(text);
  write(options.out === null ? LATEST : resolve(options.out), text);
  if (options.docs) await writeDocument(results);
  const wrong = wrongBooks(results);
  for (const line of wrong) console.error(`NOT EXACT: ${line}`);
  return wrong.length === 0 && found.every(({ isMeasured }) => isMeasured) ? 0 : 1;
}

async function profile({ seconds }: Options): Promise<number> {
  const folders = { profiles: CACHE, pictures: join(root, 'docs', 'pictures') };
  for (const file of await drawProfiles(folders, seconds)) console.log(file);
  return 0;
}

async function writeDocument(results: Results): Promise<void> {
  const text = withResults(readFileSync(DOCUMENT, 'utf8'), results);
  const config = await resolveConfig(DOCUMENT);
  writeFileSync(DOCUMENT, await format(text, { ...config, parser: 'markdown' }));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function main(): Promise<number> {
  let options: Options | null;
  try {
    options = readOptions(process.argv.slice(2), parts);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage(parts)}`);
    return 2;
  }
  if (options?.profile === true) return profile(options);
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

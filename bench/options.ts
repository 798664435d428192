import { parseArgs } from 'node:util';
import type { Part } from './part.ts';

/** What a run of the bench is to do. */
export interface Options {
  readonly parts: readonly Part[];
  /** Of one measurement. */
  readonly seconds: number;
  readonly rounds: number;
  /** One JSON document on standard output instead of tables. */
  readonly json: boolean;
  /** Write the tables into docs/performance.md as well. */
  readonly docs: boolean;
  /** Draw where the server's CPU time goes instead of measuring. */
  readonly profile: boolean;
  /** Where the results go as well; null leaves it at the default. */
  readonly out: string | null;
}

/** How it is used. */
export const usage = (parts: readonly Part[]): string => `npm run bench -- [options]

  --only a,b       these parts alone: ${parts.map(({ name }) => name).join(', ')}
  --seconds 1.5    of one measurement
  --rounds 5       of each comparison
  --json           one JSON document on standard output, no tables
  --out file.json  write the results there
  --docs           write the tables into docs/performance.md
  --profile        draw flame graphs of the server into docs/pictures, and measure nothing

Figures are ratios of what is measured in turns. The exit code is 0 unless a sale's books were not exact, or a part could not be measured.`;

const flags = {
  only: { type: 'string' },
  seconds: { type: 'string', default: '1.5' },
  rounds: { type: 'string', default: '5' },
  json: { type: 'boolean', default: false },
  docs: { type: 'boolean', default: false },
  profile: { type: 'boolean', default: false },
  out: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** What was asked for on the command line; null for help. Throws an Error in words. */
export function readOptions(args: readonly string[], all: readonly Part[]): Options | null {
  const { values } = parseArgs({ args: [...args], options: flags });
  if (values.help) return null;
  return {
    parts: chosen(values.only, all),
    seconds: numberOf('--seconds', values.seconds, { min: 0.2, max: 60 }),
    rounds: numberOf('--rounds', values.rounds, { min: 1, max: 100 }),
    json: values.json,
    docs: values.docs,
    profile: values.profile,
    out: values.out ?? null,
  };
}

function chosen(only: string | undefined, all: readonly Part[]): readonly Part[] {
  if (only === undefined) return all;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !all.some((part) => part.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no part ${unknown}: ${all.map(({ name }) => name).join(', ')}`);
  return all.filter(({ name }) => names.includes(name));
}

function numberOf(name: string, text: string, { min, max }: { min: number; max: number }): number {
  const value = Number(text);
  if (!(value >= min && value <= max)) throw new Error(`${name} must be a number from ${min} to ${max}.`);
  return value;
}

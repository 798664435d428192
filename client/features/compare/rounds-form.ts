import { count } from '../../lib/format.ts';
import { readWhole } from '../../lib/whole-number.ts';
import type { Load } from '../../../lab/report/comparison/loads.ts';

const FIELDS = ['requests', 'concurrency', 'stock', 'rounds'] as const;

/** A field of the form. */
export type RoundsField = (typeof FIELDS)[number];

/** What the fields hold: text, until it is read. */
export type RoundsText = Readonly<Record<RoundsField, string>>;

/** What the server takes, and as many rounds as a reader waits for. */
const ranges = {
  requests: [1, 100_000],
  concurrency: [1, 2000],
  stock: [1, 1_000_000],
  rounds: [1, 20],
} as const satisfies Record<RoundsField, readonly [number, number]>;

/** A comparison like the shown one, or the usual one. */
export function roundsText(load: Load | null): RoundsText {
  const { requests = 2000, concurrency = 200, stock = 100 } = load ?? {};
  return { requests: count(requests), concurrency: count(concurrency), stock: count(stock), rounds: '3' };
}

/** What is wrong with a field; undefined when nothing is. */
export function roundsProblem(field: RoundsField, text: string): string | undefined {
  const [least, most] = ranges[field];
  const value = readWhole(text);
  if (value === null) return 'A whole number';
  return value < least || value > most ? `${count(least)} to ${count(most)}` : undefined;
}

/** The load and the rounds; null while a field is wrong. */
export function readRounds(text: RoundsText): { readonly load: Load; readonly rounds: number } | null {
  if (FIELDS.some((field) => roundsProblem(field, text[field]) !== undefined)) return null;
  const read = (field: RoundsField): number => readWhole(text[field]) ?? 0;
  const [requests, concurrency, stock] = [read('requests'), read('concurrency'), read('stock')];
  return { load: { requests, concurrency, stock, targetRequestsPerSecond: null }, rounds: read('rounds') };
}

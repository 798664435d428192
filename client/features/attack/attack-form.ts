import { count } from '../../lib/format.ts';

/** What the fields hold: text, until it is read. */
export interface AttackText {
  readonly requests: string;
  readonly concurrency: string;
  readonly stock: string;
  readonly raceWindowMs: string;
}

/** The same as numbers that the server takes. */
export interface AttackNumbers {
  readonly requests: number;
  readonly concurrency: number;
  readonly stock: number;
  readonly raceWindowMs: number;
}

/** A field of the form. */
export type AttackField = keyof AttackText;

/** One message per wrong field. */
export type AttackProblems = Partial<Record<AttackField, string>>;

/** What the server takes: the least and the most. */
const ranges = {
  requests: [1, 100_000],
  concurrency: [1, 2000],
  stock: [1, 1_000_000],
  raceWindowMs: [0, 1000],
} as const satisfies Record<AttackField, readonly [number, number]>;

/** 2,000 buyers on 100 units: what shows a race within a second. */
export const DEFAULTS: AttackText = {
  requests: '2,000',
  concurrency: '100',
  stock: '100',
  raceWindowMs: '5',
};

/** Reads one field: digits, with or without separators. Null when it is no whole number. */
export function readWhole(text: string): number | null {
  const digits = text.replace(/[\s,_']/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}

/** What is wrong with a field; undefined when nothing is. */
export function problemOf(field: AttackField, text: string): string | undefined {
  const [least, most] = ranges[field];
  const value = readWhole(text);
  if (value === null) return 'A whole number';
  return value < least || value > most ? `${count(least)} to ${count(most)}` : undefined;
}

/** The numbers when every field is right, else what is wrong. */
export function readAttack(
  text: AttackText,
):
  | { readonly numbers: AttackNumbers; readonly problems: null }
  | { readonly numbers: null; readonly problems: AttackProblems } {
  const problems: AttackProblems = {};
  for (const field of ['requests', 'concurrency', 'stock', 'raceWindowMs'] as const) {
    const problem = problemOf(field, text[field]);
    if (problem !== undefined) problems[field] = problem;
  }
  const requests = readWhole(text.requests);
  const concurrency = readWhole(text.concurrency);
  const stock = readWhole(text.stock);
  const raceWindowMs = readWhole(text.raceWindowMs);
  if (
    Object.keys(problems).length > 0 ||
    requests === null ||
    concurrency === null ||
    stock === null ||
    raceWindowMs === null
  ) {
    return { numbers: null, problems };
  }
  return { numbers: { requests, concurrency, stock, raceWindowMs }, problems: null };
}

import type { LoadModel } from '../../../schema/generated/enums.ts';
import { count } from '../../lib/format.ts';
import { readWhole } from '../../lib/whole-number.ts';

/** The fields that hold numbers. */
export const attackFields = [
  'requests',
  'concurrency',
  'requestsPerSecond',
  'stock',
  'raceWindowMs',
] as const;

/** A field of the form that holds a number. */
export type AttackField = (typeof attackFields)[number];

/** What the fields hold: text, until it is read. */
export type AttackText = Readonly<Record<AttackField, string>>;

/** Numbers that the server takes. `requestsPerSecond` is null unless buyers come by the clock. */
export interface AttackNumbers {
  readonly model: LoadModel;
  readonly requests: number;
  readonly concurrency: number;
  readonly requestsPerSecond: number | null;
  readonly stock: number;
  readonly raceWindowMs: number;
}

/** One message per wrong field. */
export type AttackProblems = Partial<Record<AttackField, string>>;

/** What the server takes: the least and the most. */
const ranges = {
  requests: [1, 100_000],
  concurrency: [1, 2000],
  requestsPerSecond: [1, 20_000],
  stock: [1, 1_000_000],
  raceWindowMs: [0, 1000],
} as const satisfies Record<AttackField, readonly [number, number]>;

/** What an attack would reset. */
export interface AttackedSale {
  readonly stock: number;
  readonly raceWindowMs: number;
}

/**
 * 2,000 buyers: what shows a race within a second. Stock and race window are those of the sale, which an attack resets
 * to what the form says; 100 units and 5 ms while nobody knows, or where there would be nothing to sell.
 */
export function usualAttack(sale: AttackedSale | null): AttackText {
  return {
    requests: '2,000',
    concurrency: '100',
    requestsPerSecond: '500',
    stock: count(sale !== null && sale.stock > 0 ? sale.stock : 100),
    raceWindowMs: count(sale?.raceWindowMs ?? 5),
  };
}

/** What is wrong with a field; undefined when nothing is. */
export function problemOf(field: AttackField, text: string): string | undefined {
  const [least, most] = ranges[field];
  const value = readWhole(text);
  if (value === null) return 'A whole number';
  return value < least || value > most ? `${count(least)} to ${count(most)}` : undefined;
}

/** What is wrong with the fields that are filled in and count. */
export function problemsOf({
  model,
  fields,
}: {
  readonly model: LoadModel | null;
  readonly fields: Partial<AttackText>;
}): AttackProblems {
  const problems: AttackProblems = {};
  for (const field of fieldsOf(model)) {
    const text = fields[field];
    const problem = text === undefined ? undefined : problemOf(field, text);
    if (problem !== undefined) problems[field] = problem;
  }
  return problems;
}

/** A rate that is not used can't be wrong. */
const fieldsOf = (model: LoadModel | null): readonly AttackField[] =>
  attackFields.filter((field) => model === 'OPEN' || field !== 'requestsPerSecond');

/** The numbers when every field that counts is right, else what is wrong. */
export function readAttack(
  model: LoadModel,
  text: AttackText,
):
  | { readonly numbers: AttackNumbers; readonly problems: null }
  | { readonly numbers: null; readonly problems: AttackProblems } {
  const problems = problemsOf({ model, fields: text });
  if (Object.keys(problems).length > 0) return { numbers: null, problems };
  const read = (field: AttackField): number => readWhole(text[field]) ?? 0;
  return {
    numbers: {
      model,
      requests: read('requests'),
      concurrency: read('concurrency'),
      requestsPerSecond: model === 'OPEN' ? read('requestsPerSecond') : null,
      stock: read('stock'),
      raceWindowMs: read('raceWindowMs'),
    },
    problems: null,
  };
}

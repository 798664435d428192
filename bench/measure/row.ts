import { intervalOf, type Interval } from '../../sdk/comparison/interval.ts';

/** What a figure has to reach. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly value: Interval;
  /** What it is held against, measured in the same rounds; null for a figure that stands by itself. */
  readonly reference: { readonly what: string; readonly value: Interval } | null;
  /** Value by reference, pair by pair. */
  readonly ratio: Interval | null;
  /** Of the ratio, or of the value where there is no reference. */
  readonly target: Target | null;
  readonly isMet: boolean | null;
  /** What else was seen. */
  readonly note: string;
}

/** A row's figures, round by round. */
export interface RowInput {
  readonly what: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** As many as there are values: one of each round. */
  readonly reference?: { readonly what: string; readonly values: readonly number[] };
  readonly target?: Target;
  readonly note?: string;
}

const NOTHING: Interval = { median: Number.NaN, low: Number.NaN, high: Number.NaN };

/** Makes a row. A ratio is that of two measurements of one round, so what a machine does over minutes falls on both. */
export function rowOf({ what, unit, values, reference, target, note = '' }: RowInput): Row {
  const value = intervalOf(values) ?? NOTHING;
  const ratios = reference && values.map((each, at) => each / (reference.values[at] ?? Number.NaN));
  const ratio = ratios === undefined ? null : intervalOf(ratios);
  const judged = (ratio ?? value).median;
  return {
    what,
    unit,
    value,
    reference: reference ? { what: reference.what, value: intervalOf(reference.values) ?? NOTHING } : null,
    ratio,
    target: target ?? null,
    isMet: target === undefined ? null : meets(judged, target),
    note,
  };
}

function meets(judged: number, target: Target): boolean {
  return 'atLeast' in target ? judged >= target.atLeast : judged <= target.atMost;
}

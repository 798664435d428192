/** Numbers as people read them. */

/** 12,345 */
export const count = (value: number): string => Math.round(value).toLocaleString('en');

/** One unit, two units: `plural(2, 'unit')`. */
export const plural = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** Milliseconds with three digits that count: 0.42 ms, 8.31 ms, 64.1 ms, 1,204 ms. */
export function ms(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`;
}

/** 1.8 s */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;

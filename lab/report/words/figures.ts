/** What stands for a figure that nobody knows. */
export const UNKNOWN = '–';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 2000 -> "2,000"; -37 -> "−37"; null -> "–". */
export function count(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  return whole.format(Math.round(value) + 0).replace('-', '−');
}

/** Three figures at most: 4.13 -> "4.1", 61.82 -> "61.8", 143.2 -> "143". For milliseconds and rates beside each other. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  return Math.abs(value) < 100 && value !== 0 ? String(Number(value.toFixed(1))) : count(value);
}

/** 1500 -> "1.5k", for axes. */
export function axis(value: number): string {
  if (value >= 1_000_000) return `${Number((value / 1_000_000).toFixed(1))}M`;
  return value >= 1000 ? `${Number((value / 1000).toFixed(1))}k` : String(Number(value.toFixed(2)));
}

/** Milliseconds into a run: 8.21 -> "8.2 ms", 224.4 -> "224 ms", 1370 -> "1.37 s". */
export function span(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms < 20 && ms > 0 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** "1 unit", "2 units". */
export function plural(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${Math.abs(value) === 1 ? one : many}`;
}

/** From the least to the most: "90 to 98"; "98" where they are one. */
export function range(least: number, most: number): string {
  return least === most ? count(most) : `${count(least)} to ${count(most)}`;
}

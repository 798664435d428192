/** A logarithmic scale from 0 to 100 percent of a drawing's width. */
export interface LogScale {
  /** Percent from the left, within the drawing for any value. */
  at(value: number): number;
  /** Round values with a line of their own, four at most. */
  readonly lines: readonly number[];
}

const STEPS = [1, 2, 5] as const;
const LINES_MAX = 4;
/** Room at both ends, as a factor. */
const ROOM = 1.25;

/** A scale that holds all values; those that are not above 0 are left out. */
export function logScale(values: readonly number[]): LogScale {
  const shown = values.filter((value) => value > 0);
  const low = Math.min(...shown, Infinity) / ROOM;
  const high = Math.max(...shown, -Infinity) * ROOM;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { at: () => 0, lines: [] };
  const width = Math.log(high / low);
  const round = roundValues(low, high);
  const every = Math.ceil(round.length / LINES_MAX);
  return {
    at: (value) => Math.min(100, Math.max(0, (100 * Math.log(Math.max(value, low) / low)) / width)),
    lines: round.filter((_, index) => index % every === 0),
  };
}

function roundValues(low: number, high: number): number[] {
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    found.push(...STEPS.map((step) => step * 10 ** power));
  return found.filter((value) => value > low && value < high);
}

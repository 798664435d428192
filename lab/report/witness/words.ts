import type { Score } from './score.ts';

/** A moment of a witness. Where all of it takes a few milliseconds, more digits tell the moments apart. */
export function timeWords(atMs: number, { endMs }: Pick<Score, 'endMs'>): string {
  return `${atMs.toFixed(endMs < 10 ? 2 : 1)} ms`;
}

/** A write and its commit in one: "subtracts 1" -> "subtracts, commits". */
export function deed(action: string): string {
  return `${action.replace(/ [−\d,]+$/, '')}, commits`;
}

/** "2 of 93 units" -> the units that have no witness are said to have none. */
export function unitLabel(unit: number, witnessed: boolean): string {
  return witnessed ? `Unit ${unit}` : `Unit ${unit}, without a witness`;
}

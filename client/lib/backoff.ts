/** The wait before the first retry, and the longest one. */
const FIRST_MS = 500;
const LONGEST_MS = 8000;

/**
 * How long to wait before retry number `retries` (from 0): doubles up to 8 s, and half of it is chance,
 * so that the pages of a restarted server do not come back at the same instant.
 */
export function backoffMs(retries: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(retries, 10));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

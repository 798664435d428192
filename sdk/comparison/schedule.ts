/** One run of a comparison; rounds count from 1. */
export interface ScheduledRun<T> {
  readonly round: number;
  readonly contestant: T;
}

/**
 * Every contestant once in each round, each round beginning with another one: what a machine does over the minutes of a
 * comparison, and what one run leaves behind for the next, falls on all alike.
 */
export function scheduleRounds<T>(contestants: readonly T[], rounds: number): ScheduledRun<T>[] {
  return Array.from({ length: rounds }, (_, at) => {
    const from = at % Math.max(1, contestants.length);
    const turned = [...contestants.slice(from), ...contestants.slice(0, from)];
    return turned.map((contestant) => ({ round: at + 1, contestant }));
  }).flat();
}

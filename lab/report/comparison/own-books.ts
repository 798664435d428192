/** Of a run, as far as this asks: the epoch that it bought in, null for none. */
interface EpochRun {
  readonly epoch: number | null;
}

/** Whether a run went on in the epoch of one of the `older`: no reset came between, and its books are theirs as well. */
export function isContinued({ epoch }: EpochRun, older: readonly EpochRun[]): boolean {
  return epoch !== null && older.some((run) => run.epoch === epoch);
}

/** Runs whose books are their own: what those of any other say is not its strategy's doing alone. `runs` are newest first. */
export function withOwnBooks<T extends EpochRun>(runs: readonly T[]): T[] {
  return runs.filter((run, at) => !isContinued(run, runs.slice(at + 1)));
}

import type { Run } from '../lib/model.ts';

/** Whether a run took place in an epoch of the sale that is over. False while either is unknown. */
export function isPast(run: Pick<Run, 'epoch'> | null, epoch: number | null): boolean {
  return run !== null && run.epoch !== null && epoch !== null && run.epoch < epoch;
}

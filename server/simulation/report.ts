import type { Run } from './simulate.ts';

const TAIL = 60;

/** What people need of a run that went wrong: its seed, what broke, and the last steps before it. */
export function describeRun({ seed, violations, hash, tail }: Run): string {
  return [
    `seed ${seed}, trace ${hash}: ${violations.join('; ')}`,
    `replay it alone: SIM_SEED=${seed} npm run test:simulation`,
    `        s who       what, its last ${TAIL} steps`,
    ...tail(TAIL),
  ].join('\n');
}

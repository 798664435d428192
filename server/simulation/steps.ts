/** Every step of the protocol that leaves a replica, and at which it may die. */
export const STEPS = [
  'sale',
  'reserve',
  'decide',
  'lookup',
  'settle',
  'answer',
  'standing',
  'build',
  'unlink',
  'raise fence',
  'sold-out keys',
  'known keys',
  'direct',
  'correct',
  'expired',
  'existing',
  'reset',
  'sync',
] as const;

/** One of them. */
export type Step = (typeof STEPS)[number];

/** Those that few purchases come to. */
export const RARE_STEPS: readonly Step[] = [
  'raise fence',
  'lookup',
  'reset',
  'sync',
  'unlink',
  'correct',
  'direct',
  'existing',
];

/** Where a server may die by plan, by how far a run has come: who waits for the last lease must not be given a new one. */
export const MAY_DIE = {
  busy: new Set<Step>(STEPS),
  healing: new Set<Step>(['expired', 'existing', 'standing', 'raise fence', 'build', 'unlink']),
  waiting: new Set<Step>(),
  selling: new Set<Step>(['standing', 'raise fence', 'build', 'unlink']),
} as const;

/** How far a run has come. */
export type Phase = keyof typeof MAY_DIE;

/** When: before it is sent, when it is on its way, when its answer is there. */
export type Stage = 'before' | 'sent' | 'answered';

/** A death that a seed has planned: at this step and stage, the n-th time that anybody comes there. */
export interface PlannedDeath {
  readonly step: Step;
  readonly stage: Stage;
  countdown: number;
}

import type { AttackState } from '../../../schema/generated/enums.ts';

/** True until the generator has stopped, for whatever reason. */
export function isUnderWay({ state }: { readonly state: AttackState }): boolean {
  return state === 'QUEUED' || state === 'RUNNING';
}

import { registerEnumType } from 'type-graphql';

export const StepBuyerName = { A: 'A', B: 'B', C: 'C' } as const;
export const StepStatus = {
  READY: 'READY',
  WAITING: 'WAITING',
  RUNNING: 'RUNNING',
  ENDED: 'ENDED',
} as const;
export const StepKind = {
  READ: 'READ',
  LOCK: 'LOCK',
  WRITE: 'WRITE',
  COMMIT: 'COMMIT',
  ROLLBACK: 'ROLLBACK',
} as const;
export const StepStore = { POSTGRES: 'POSTGRES', REDIS: 'REDIS' } as const;
export const StepResult = { ANSWERED: 'ANSWERED', FAILED: 'FAILED', WAITING: 'WAITING' } as const;

registerEnumType(StepBuyerName, { name: 'StepBuyerName', description: 'The buyers of a step-through.' });
registerEnumType(StepStatus, {
  name: 'StepStatus',
  valuesConfig: {
    READY: { description: 'Stands before its next statement: stepBuyer lets it run.' },
    WAITING: { description: 'Waits for a lock that another buyer has.' },
    RUNNING: { description: 'Still at it: it pauses before another attempt, or a statement takes long.' },
    ENDED: { description: 'Has its outcome.' },
  },
});
registerEnumType(StepKind, {
  name: 'StepKind',
  description: 'What a statement does to its store.',
  valuesConfig: {
    LOCK: { description: 'Reads and locks.' },
    WRITE: { description: 'Changes something, and reads perhaps.' },
  },
});
registerEnumType(StepStore, { name: 'StepStore' });
registerEnumType(StepResult, {
  name: 'StepResult',
  valuesConfig: {
    FAILED: { description: 'The store refused it.' },
    WAITING: { description: "No answer until another buyer's turn lets it go on." },
  },
});

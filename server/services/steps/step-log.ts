import type { Step, StepBuyerName, StepStatement } from '../../domain/steps.ts';
import type { Answered } from './actor.ts';
import { describeAnswer } from './answer-words.ts';

/** What is found out about a turn once everyone stands still again. */
export type Found = Pick<Step, 'waitedFor' | 'locks' | 'outside'>;

/** The turns of a session, as they are told. */
export interface StepLog {
  count(): number;
  steps(): Step[];
  /** Writes down a turn that begins. */
  begin(buyer: StepBuyerName, statement: StepStatement): void;
  /** Writes down what came back: of the turn just taken, and of turns that had waited until now. */
  note(answered: readonly Answered[]): void;
  /** Completes the turn just taken. */
  complete(found: Found): void;
}

type Entry = { -readonly [Name in keyof Step]: Step[Name] };

const NOTHING = { remaining: 0, sold: 0, orders: 0, redisRemaining: null };

/** No turn yet. */
export function createStepLog(): StepLog {
  const entries: Entry[] = [];
  let isUnderWay = false;
  return {
    count: () => entries.length,
    steps: () => entries.map((entry) => ({ ...entry })),
    begin(buyer, statement) {
      isUnderWay = true;
      entries.push({
        number: entries.length + 1,
        buyer,
        statement,
        result: 'WAITING',
        answer: null,
        waitedFor: [],
        letOnBy: null,
        locks: [],
        outside: NOTHING,
      });
    },
    note(answered) {
      const latest = entries.at(-1);
      for (const { buyer, answer } of answered) {
        const entry = entries.findLast((each) => each.buyer === buyer && each.result === 'WAITING');
        if (entry === undefined) continue;
        entry.result = answer.ok ? 'ANSWERED' : 'FAILED';
        entry.answer = describeAnswer(answer);
        if (entry !== latest || !isUnderWay) entry.letOnBy = latest?.number ?? null;
      }
    },
    complete(found) {
      isUnderWay = false;
      const latest = entries.at(-1);
      if (latest !== undefined) Object.assign(latest, found);
    },
  };
}

import type { Judgement } from './audit.ts';
import { limits } from './limits.ts';
import { Problem } from './problem.ts';
import { checkInteger } from './purchase-input.ts';

/** The buyers of a step-through, in their order. */
export const STEP_BUYERS = ['A', 'B', 'C'] as const;

/** One of them. */
export type StepBuyerName = (typeof STEP_BUYERS)[number];

/**
 * READY stands before its next statement · WAITING for a lock that another buyer has · RUNNING is still at it, in a
 * pause before another attempt or in a statement that takes long · ENDED has its outcome.
 */
export type StepStatus = 'READY' | 'WAITING' | 'RUNNING' | 'ENDED';

/** What a statement does to the store, as far as its words tell. LOCK reads and locks. */
export type StepKind = 'READ' | 'LOCK' | 'WRITE' | 'COMMIT' | 'ROLLBACK';

/** One statement or command. */
export interface StepStatement {
  readonly store: 'POSTGRES' | 'REDIS';
  readonly kind: StepKind;
  /** For people: values in their places, a list of all columns as `*`. */
  readonly text: string;
  /** As it is sent. */
  readonly sent: string;
}

/** What everyone else sees of the sale: committed and nothing but. Units, but for `orders`. */
export interface StepOutside {
  readonly remaining: number;
  readonly sold: number;
  readonly orders: number;
  /** What the gate counts; null when Redis holds none for this sale. */
  readonly redisRemaining: number | null;
}

/** One turn of one buyer. */
export interface Step {
  /** From 1. */
  readonly number: number;
  readonly buyer: StepBuyerName;
  readonly statement: StepStatement;
  /** WAITING until another buyer's step lets it go on. */
  readonly result: 'ANSWERED' | 'FAILED' | 'WAITING';
  /** What the store answered, in words; null while it waits. */
  readonly answer: string | null;
  /** Whom it had to wait for; empty when nobody was in its way. */
  readonly waitedFor: readonly StepBuyerName[];
  /** The number of the step that let it go on; null when it did not have to wait, or waits still. */
  readonly letOnBy: number | null;
  /** The locks that the buyer held afterwards, in words. */
  readonly locks: readonly string[];
  readonly outside: StepOutside;
}

/** A buyer as it stands. */
export interface StepBuyer {
  readonly name: StepBuyerName;
  readonly status: StepStatus;
  /** The statement that it stands before, or that waits or runs; null once it has ended, and while it pauses. */
  readonly statement: StepStatement | null;
  /** Who has the lock that it waits for. */
  readonly waitsFor: readonly StepBuyerName[];
  /** What it waits for, in words; null when it does not. */
  readonly waitsOn: string | null;
  readonly locks: readonly string[];
  /** How it ended, in words; null until then. */
  readonly outcome: string | null;
}

/** Two or three buyers in the middle of their purchases. */
export interface StepSession {
  readonly id: string;
  readonly strategy: string;
  readonly stock: number;
  readonly quantity: number;
  readonly buyers: readonly StepBuyer[];
  readonly steps: readonly Step[];
  /** Whose turn it was, letter by letter: run again, it leads here. */
  readonly schedule: string;
  readonly outside: StepOutside;
  /** Once all have ended. */
  readonly judgement: Judgement | null;
  /** When it is closed unless somebody touches it. */
  readonly closesAt: Date;
}

/** What running every order of two buyers' statements came to. */
export interface StepExploration {
  readonly strategy: string;
  /** Schedules that were run, each on a stock of one unit. */
  readonly runs: number;
  /** Of these: more units sold than there were. */
  readonly oversold: number;
  /** Of these: a buyer was turned away and a unit was left. */
  readonly undersold: number;
  /** Of these: exactly what there was. */
  readonly exact: number;
  /** The shortest schedule that oversells; null when none did. */
  readonly oversellingSchedule: string | null;
  /** False when runs or time were up before every schedule was run. */
  readonly complete: boolean;
  readonly durationMs: number;
}

/** What a session begins with. */
export interface StepInput {
  readonly strategy: string;
  /** How many, 2 or 3. */
  readonly buyers: number;
  readonly stock: number;
  /** Units that each buyer wants. */
  readonly quantity: number;
}

/** Throws a Problem BAD_USER_INPUT that names what is wrong. */
export function checkStepInput({ buyers, stock, quantity }: StepInput): void {
  checkInteger('buyers', buyers, { min: 2, max: STEP_BUYERS.length });
  checkInteger('stock', stock, { min: 0, max: limits.stepStockMax });
  checkInteger('quantity', quantity, { min: 1, max: limits.stepStockMax });
}

/** The buyers that a schedule names. Throws a Problem when a letter is no buyer of the session or there are too many. */
export function readSchedule(schedule: string, present: readonly StepBuyerName[]): StepBuyerName[] {
  if (schedule.length > limits.stepsMax)
    throw new Problem('BAD_USER_INPUT', `schedule may have ${limits.stepsMax} letters at most.`);
  return Array.from(schedule, (letter) => {
    const found = present.find((name) => name === letter);
    if (found !== undefined) return found;
    throw new Problem(
      'BAD_USER_INPUT',
      `schedule is made of the letters ${present.join(', ')}, one a turn: "${letter}" is none of them.`,
    );
  });
}

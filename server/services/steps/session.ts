import { limits } from '../../domain/limits.ts';
import { Problem } from '../../domain/problem.ts';
import { readSchedule, type StepInput, type StepSession } from '../../domain/steps.ts';
import type { Actor } from './actor.ts';
import type { Stage, StageDeps } from './stage.ts';
import { describeStatement } from './statement-words.ts';
import { createStepLog } from './step-log.ts';
import { lookAround } from './surroundings.ts';
import { judgeStage } from './verdict.ts';

/** The turns on one stage. */
export interface SteppedSession {
  /** Throws a Problem when the buyer is none of the session's, or can't take a turn now. */
  step(buyer: string): Promise<void>;
  /** Several turns, a letter each. Throws as `step` does, at the first that is not possible. */
  run(schedule: string): Promise<void>;
  view(): Promise<Omit<StepSession, 'id' | 'closesAt'>>;
}

/** Begins a session on a stage whose sale is up. */
export function createSession(
  stage: Stage,
  { observer }: Pick<StageDeps, 'observer'>,
  input: StepInput,
): SteppedSession {
  const { actors } = stage;
  const log = createStepLog();

  function actorOf(buyer: string): Actor {
    const actor = actors.find(({ name }) => name === buyer);
    if (actor !== undefined) return actor;
    const names = actors.map(({ name }) => name).join(', ');
    throw new Problem('BAD_USER_INPUT', `buyer must be one of ${names} in this session.`);
  }

  async function take(actor: Actor): Promise<void> {
    log.note(await stage.rest());
    refuseUnlessReady(actor, stage);
    if (log.count() >= limits.stepsMax)
      throw new Problem('BAD_USER_INPUT', `A session takes ${limits.stepsMax} turns: open another one.`);
    const passage = actor.keeper.next();
    if (passage === null) return;
    log.begin(actor.name, describeStatement(passage, stage.keyPrefix));
    log.note(await stage.turn(actor));
    const { outside, locksOf } = await lookAround(stage, observer);
    log.complete({ outside, locks: locksOf(actor), waitedFor: stage.waits().get(actor.name) ?? [] });
  }

  return {
    step: (buyer) => take(actorOf(buyer)),
    async run(schedule) {
      const present = actors.map(({ name }) => name);
      for (const name of readSchedule(schedule, present)) {
        // eslint-disable-next-line no-await-in-loop -- one turn after the other
        await take(actorOf(name));
      }
    },
    async view() {
      log.note(await stage.rest());
      const around = await lookAround(stage, observer);
      const { strategy, stock, quantity } = input;
      const steps = log.steps();
      const isOver = actors.every((actor) => actor.end() !== null);
      return {
        strategy,
        stock,
        quantity,
        outside: around.outside,
        buyers: actors.map((actor) => around.buyer(actor)),
        steps,
        schedule: steps.map(({ buyer }) => buyer).join(''),
        judgement: isOver ? (await judgeStage(stage, quantity)).judgement : null,
      };
    },
  };
}

function refuseUnlessReady(actor: Actor, stage: Stage): void {
  const { name } = actor;
  const refuse = (words: string): Problem => new Problem('BAD_USER_INPUT', `${name} ${words}`);
  switch (stage.statusOf(actor)) {
    case 'READY':
      return;
    case 'ENDED':
      throw refuse('has ended: let another buyer go, or open a new session.');
    case 'WAITING': {
      const others = stage.waits().get(name) ?? [];
      throw refuse(`waits for a lock of ${others.join(' and ')}: let ${others.join(' or ')} go on.`);
    }
    case 'RUNNING':
      throw refuse('is still at its last statement, or pauses: ask again in a moment.');
  }
}

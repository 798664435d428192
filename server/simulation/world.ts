import type { Faults } from './faults.ts';
import type { Random } from './random.ts';
import type { Owner, Scheduler } from './scheduler.ts';
import { MAY_DIE, type Phase, type PlannedDeath, type Stage, type Step } from './steps.ts';
import type { Trace } from './trace.ts';

/** What everything in a run shares. */
export interface World {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly violations: string[];
  phase: Phase;
  /** How long a message takes now. */
  delay(): number;
  note(who: string, what: string): string;
  /** An invariant is broken. */
  violated(what: string): void;
  /** Whether its owner dies here and now, as planned; it is dead when this says so. */
  diesAt(owner: Owner, step: Step, stage: Stage): boolean;
}

/** How a world is made. */
export interface WorldOptions {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly delayMaxMs: number;
  readonly deaths: readonly PlannedDeath[];
  kill(owner: Owner): void;
}

/** The same, from its parts. */
export function createWorld(options: WorldOptions): World {
  const { random, scheduler, faults, trace, delayMaxMs, deaths, kill } = options;
  const violations: string[] = [];
  const note = (who: string, what: string): string => trace.add(scheduler.now(), who, what);
  const world: World = {
    phase: 'busy',
    random,
    scheduler,
    faults,
    violations,
    note,
    delay: () => 0.1 + random.next() ** 3 * delayMaxMs,
    violated(what) {
      violations.push(note('CHECK', what).trim());
    },
    diesAt(owner, step, stage) {
      if (!MAY_DIE[world.phase].has(step)) return false;
      const death = deaths.find((each) => each.step === step && each.stage === stage && each.countdown > 0);
      if (death === undefined || (death.countdown -= 1) > 0) return false;
      faults.count(`dies at ${step}`);
      note(owner.name, `DIES at ${step}, ${stage}`);
      kill(owner);
      return true;
    },
  };
  return world;
}

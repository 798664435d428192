import { limits } from '../../domain/limits.ts';
import { Problem } from '../../domain/problem.ts';
import {
  checkStepInput,
  STEP_BUYERS,
  type StepExploration,
  type StepInput,
  type StepSession,
} from '../../domain/steps.ts';
import { openScratch } from '../../postgres/steps/scratch.ts';
import { isStrategyName, type StrategyName } from '../../strategies/index.ts';
import { explore, type ExploreBounds } from './explore.ts';
import { createOpenSessions } from './open-sessions.ts';
import { createSession } from './session.ts';
import { openStage, type StageDeps } from './stage.ts';

/** Purchases of two or three buyers, one statement at a time, on tables that no sale of the product is in. */
export interface Steps extends AsyncDisposable {
  /** Begins a session and takes the turns of `schedule`. Throws a Problem for bad input and when too many are open. */
  open(input: StepInput & { readonly schedule: string }): Promise<StepSession>;
  /** One turn. Throws a Problem when there is no such session, or the buyer can't take one. */
  step(sessionId: string, buyer: string): Promise<StepSession>;
  /** Null for no such session. */
  find(sessionId: string): Promise<StepSession | null>;
  /** False when there was none. */
  close(sessionId: string): Promise<boolean>;
  /** Every order of two buyers' statements; throws a Problem while another exploration runs. */
  explore(strategy: string, bounds?: Partial<ExploreBounds>): Promise<StepExploration>;
}

/** What it connects to, when it is first used. */
export interface StepsDeps extends Omit<StageDeps, 'observer'> {
  /** How long a session lives untouched. */
  readonly idleMs?: number;
}

const OBSERVER_POOL_SIZE = 3;
const BOUNDS: ExploreBounds = { runsMax: limits.exploreRunsMax, timeMaxMs: limits.exploreMaxMs };

/** Opens nothing until it is used. */
export function createSteps({ idleMs = limits.stepSessionIdleMs, ...stores }: StepsDeps): Steps {
  const { databaseUrl, onError } = stores;
  const sessions = createOpenSessions(idleMs, onError);
  let opening = 0;
  let observer: ReturnType<typeof openScratch> | null = null;
  let exploring: Promise<unknown> | null = null;
  const closing = new AbortController();

  async function deps(): Promise<StageDeps> {
    observer ??= openScratch(databaseUrl, { poolSize: OBSERVER_POOL_SIZE, onError });
    try {
      return { ...stores, observer: await observer };
    } catch (error) {
      observer = null;
      throw error;
    }
  }

  async function begin(input: StepInput, strategy: StrategyName): Promise<string> {
    const found = await deps();
    const stage = await openStage(found, { strategy, names: STEP_BUYERS.slice(0, input.buyers) });
    await stage.begin(input.stock, input.quantity);
    return sessions.add(stage, createSession(stage, found, input));
  }

  const orNone = async (found: Promise<StepSession | null>): Promise<StepSession> => {
    const session = await found;
    if (session !== null) return session;
    const words = `One that nobody touches for ${idleMs / 1_000} seconds is closed: open another.`;
    throw new Problem('BAD_USER_INPUT', `No such session of steps here. ${words}`);
  };

  return {
    async open({ schedule, ...input }) {
      checkStepInput(input);
      const strategy = strategyOf(input.strategy);
      if (sessions.count() + opening >= limits.stepSessionsMax) throw tooMany();
      opening += 1;
      const id = await begin(input, strategy).finally(() => (opening -= 1));
      try {
        return await orNone(sessions.use(id, (session) => session.run(schedule)));
      } catch (error) {
        await sessions.close(id);
        throw error;
      }
    },
    step: (sessionId, buyer) => orNone(sessions.use(sessionId, (session) => session.step(buyer))),
    find: (sessionId) => sessions.use(sessionId, () => Promise.resolve()),
    close: sessions.close,
    async explore(name, bounds) {
      const strategy = strategyOf(name);
      if (exploring !== null)
        throw new Problem('CONFLICT', 'An exploration is under way: ask again when it has ended.');
      const all = { ...BOUNDS, ...bounds, signal: closing.signal };
      const run = deps().then((found) => explore(found, strategy, all));
      exploring = run.catch(() => undefined).finally(() => (exploring = null));
      return run;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.all([exploring, sessions.closeAll()]);
      const opened = await observer?.catch(() => null);
      await opened?.destroy();
    },
  };
}

function strategyOf(name: string): StrategyName {
  if (isStrategyName(name)) return name;
  throw new Problem('BAD_USER_INPUT', 'No such strategy. The query { strategies { strategy } } lists them.');
}

function tooMany(): Problem {
  const words = 'close one, or wait until one closes by itself.';
  return new Problem('CONFLICT', `${limits.stepSessionsMax} sessions of steps are open: ${words}`);
}

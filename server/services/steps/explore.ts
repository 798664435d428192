import { limits } from '../../domain/limits.ts';
import type { StepExploration } from '../../domain/steps.ts';
import type { StrategyName } from '../../strategies/index.ts';
import type { Actor } from './actor.ts';
import { hasBought } from './outcome-words.ts';
import { openStage, type Stage, type StageDeps } from './stage.ts';
import { judgeStage } from './verdict.ts';

/** A run to come: these turns first, then whoever went last goes on. */
interface Beginning {
  readonly turns: string;
  /** How often the turn changes hands in it. */
  readonly switches: number;
}

/** A run that was made. */
interface Run {
  readonly schedule: string;
  /** Who could have had each turn. */
  readonly choices: readonly string[];
  readonly verdict: 'oversold' | 'undersold' | 'exact';
}

/** How far an exploration goes. */
export interface ExploreBounds {
  readonly runsMax: number;
  readonly timeMaxMs: number;
  /** Ends it after the run that is under way. */
  readonly signal?: AbortSignal;
}

/** A buyer who pauses for longer than so many rests, each as long as a turn waits, ends the exploration. */
const RESTS_MAX = 3;

/**
 * Runs every schedule of two buyers who want the only unit, each once, those with the fewest changes of turn first: an
 * exploration that is cut short has seen the simplest mistakes. A buyer that waits for a lock is no choice until it has it,
 * and one that would ask again what it has just asked is none until somebody else has moved: the answer would be the same.
 */
export async function explore(
  deps: StageDeps,
  strategy: StrategyName,
  { runsMax, timeMaxMs, signal }: ExploreBounds,
): Promise<StepExploration> {
  const begunAt = performance.now();
  await using stage = await openStage(deps, { strategy, names: ['A', 'B'] });
  const beginnings: Beginning[] = [{ turns: '', switches: 0 }];
  const runs: Run[] = [];
  let strayed = 0;
  const isOver = (): boolean => signal?.aborted === true || performance.now() - begunAt >= timeMaxMs;
  while (runs.length < runsMax && !isOver()) {
    const beginning = beginnings.shift();
    if (beginning === undefined) break;
    // eslint-disable-next-line no-await-in-loop -- each run needs the stage for itself
    const run = await follow(stage, beginning.turns);
    if (run === null) {
      strayed += 1;
      break;
    }
    runs.push(run);
    if (run.schedule.startsWith(beginning.turns)) beginnings.push(...branchesOf(run, beginning));
    else strayed += 1;
    beginnings.sort((one, other) => one.switches - other.switches);
  }
  const having = (verdict: Run['verdict']): Run[] => runs.filter((run) => run.verdict === verdict);
  const [shortest] = having('oversold').toSorted((a, b) => a.schedule.length - b.schedule.length);
  return {
    strategy,
    runs: runs.length,
    oversold: having('oversold').length,
    undersold: having('undersold').length,
    exact: having('exact').length,
    oversellingSchedule: shortest?.schedule ?? null,
    complete: beginnings.length === 0 && strayed === 0,
    durationMs: performance.now() - begunAt,
  };
}

/**
 * One run to its end; null when a buyer does not come to its own. Where a turn that was asked for is not possible, the run
 * takes another and so strays.
 */
async function follow(stage: Stage, turns: string): Promise<Run | null> {
  await stage.begin(1, 1);
  const taken: string[] = [];
  const choices: string[] = [];
  let asked = '';
  let rests = 0;
  while (taken.length < limits.stepsMax) {
    const standing = stage.actors.filter((actor) => stage.statusOf(actor) === 'READY');
    const moving = standing.filter((actor) => actor.name !== taken.at(-1) || askedBy(actor) !== asked);
    const ready = moving.length > 0 ? moving : standing;
    const wanted = turns[taken.length] ?? taken.at(-1);
    const next = ready.find(({ name }) => name === wanted) ?? ready[0];
    if (next === undefined) {
      if (stage.actors.every((actor) => stage.statusOf(actor) === 'ENDED') || rests >= RESTS_MAX) break;
      rests += 1;
      // eslint-disable-next-line no-await-in-loop -- a pause that takes longer than a turn waits
      await stage.rest();
      continue;
    }
    choices.push(ready.map(({ name }) => name).join(''));
    taken.push(next.name);
    asked = askedBy(next);
    // eslint-disable-next-line no-await-in-loop -- one turn after the other is the point
    await stage.turn(next);
  }
  if (!stage.actors.every((actor) => actor.end() !== null)) return null;
  return { schedule: taken.join(''), choices, verdict: await verdictOf(stage) };
}

/** What it would send next. */
function askedBy({ keeper }: Actor): string {
  const { text, values } = keeper.next() ?? { text: '', values: [] };
  return JSON.stringify([text, values]);
}

async function verdictOf(stage: Stage): Promise<Run['verdict']> {
  const { judgement, left } = await judgeStage(stage, 1);
  if (judgement.oversold > 0) return 'oversold';
  const turnedAway = stage.actors.some((actor) => {
    const end = actor.end();
    return end === null || !hasBought(end);
  });
  return judgement.undersold > 0 || (turnedAway && left > 0) ? 'undersold' : 'exact';
}

/** The runs that leave this one behind its beginning. */
function branchesOf({ schedule, choices }: Run, { turns }: Beginning): Beginning[] {
  return choices.flatMap((ready, at) => {
    if (at < turns.length) return [];
    const others = Array.from(ready).filter((name) => name !== schedule[at]);
    return others.map((name) => {
      const branch = schedule.slice(0, at) + name;
      return { turns: branch, switches: switchesIn(branch) };
    });
  });
}

function switchesIn(turns: string): number {
  return Array.from(turns).filter((name, at) => at > 0 && name !== turns[at - 1]).length;
}

import type { Evidence, Violation } from './evidence.ts';
import type { Attempt } from './history.ts';

/** The server promises three seconds; the rest is the way there and back, on a machine that runs everything. */
const ANSWER_MAX_MS = 3_000;
const WAY_MS = 400;

/** Answers that no buyer should get, answers too late, processes that ended by themselves, a recovery that took too long. */
export function checkAnswers(evidence: Evidence): Violation[] {
  const attempts = evidence.wishes.flatMap((wish) => wish.attempts);
  const found = attempts.flatMap((attempt): Violation[] => {
    const { answer, replica } = attempt;
    if (answer.kind === 'failed') return [{ wrong: 'failed', words: `${replica}: ${answer.why}`, count: 1 }];
    if (answer.kind !== 'lost') return checkPromptness(evidence, attempt);
    if (isExcused(evidence, attempt) || isStarved(evidence, attempt)) return [];
    return [{ wrong: 'failed', words: `${replica} was up and did not answer: ${answer.why}`, count: 1 }];
  });
  for (const words of evidence.surprises) found.push({ wrong: 'died', words, count: 1 });
  const { recoveryMs, recoveryMaxMs } = evidence;
  if (recoveryMs !== null && recoveryMs > recoveryMaxMs) {
    const words = `first purchase ${Math.round(recoveryMs)} ms after the cause was gone`;
    found.push({ wrong: 'late', words, count: 1 });
  }
  return found;
}

function checkPromptness(evidence: Evidence, attempt: Attempt): Violation[] {
  const { answer, replica } = attempt;
  const tookMs = timeOf(attempt);
  const isPrompt = tookMs <= ANSWER_MAX_MS + WAY_MS;
  if (isPrompt || isExcused(evidence, attempt) || isStarved(evidence, attempt)) return [];
  return [
    { wrong: 'late', words: `${replica} answered ${answer.kind} after ${Math.round(tookMs)} ms`, count: 1 },
  ];
}

/** A promise is an answer: its end may take as long as it takes others to write what a dead server has left. */
function timeOf({ beganAt, endedAt, promisedAt }: Attempt): number {
  return (promisedAt ?? endedAt) - beganAt;
}

/** It waited too long, and no longer than a machine may make it wait that runs everything and is late with it. */
function isStarved(evidence: Evidence, attempt: Attempt): boolean {
  const tookMs = timeOf(attempt);
  const promptMs = ANSWER_MAX_MS + WAY_MS;
  const { beganAt } = attempt;
  return tookMs > promptMs && tookMs <= promptMs + 2 * evidence.starvedMs(beganAt, beganAt + tookMs);
}

/** The process was dead or stopped at some moment of it. */
function isExcused({ outages }: Evidence, { replica, beganAt, endedAt }: Attempt): boolean {
  return (outages.get(replica) ?? []).some(({ from, to }) => from < endedAt && to > beganAt);
}

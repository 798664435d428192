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
    if (!isExcused(evidence, attempt) && answer.kind === 'lost')
      return [{ wrong: 'failed', words: `${replica} was up and did not answer: ${answer.why}`, count: 1 }];
    return checkPromptness(evidence, attempt);
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
  // A promise is an answer: its end may take as long as it takes others to write what a dead server has left.
  const { beganAt, answer, replica } = attempt;
  const endedAt = attempt.promisedAt ?? attempt.endedAt;
  const tookMs = endedAt - beganAt;
  if (tookMs <= ANSWER_MAX_MS + WAY_MS || isExcused(evidence, attempt)) return [];
  const allowed = ANSWER_MAX_MS + WAY_MS + 2 * evidence.starvedMs(beganAt, endedAt);
  if (tookMs <= allowed) return [];
  return [
    { wrong: 'late', words: `${replica} answered ${answer.kind} after ${Math.round(tookMs)} ms`, count: 1 },
  ];
}

/** The process was dead or stopped at some moment of it. */
function isExcused({ outages }: Evidence, { replica, beganAt, endedAt }: Attempt): boolean {
  return (outages.get(replica) ?? []).some(({ from, to }) => from < endedAt && to > beganAt);
}

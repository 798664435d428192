import { timed, type Spans } from './spans.ts';

const FIRST_PAUSE_MS = 2;
const PAUSE_MAX_MS = 64;
/** Who has tried for so long hears that others were quicker, while there is time to say so. */
const TRYING_MAX_MS = 1_200;

/** How often something is tried. */
export interface RetryPlan {
  readonly attemptsMax: number;
  readonly spans?: Spans | undefined;
}

/**
 * Tries until there is an answer: null means that somebody else was quicker. The pause before another attempt doubles, and
 * its length is random, so that those who met once don't meet again. Null when the attempts or the time are used up.
 */
export async function retryWithJitter<Answer>(
  plan: RetryPlan,
  attempt: () => Promise<Answer | null>,
): Promise<Answer | null> {
  const until = performance.now() + TRYING_MAX_MS;
  for (let tried = 1; tried <= plan.attemptsMax && performance.now() < until; tried += 1) {
    // eslint-disable-next-line no-await-in-loop -- each attempt follows from the one before
    const answer = await attempt();
    if (answer !== null) return answer;
    const pauseMs = Math.random() * Math.min(PAUSE_MAX_MS, FIRST_PAUSE_MS * 2 ** tried);
    // eslint-disable-next-line no-await-in-loop -- as above
    if (tried < plan.attemptsMax) await timed(plan, 'wait', () => pause(pauseMs));
  }
  return null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

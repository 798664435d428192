import { count, plural } from '../../lib/format.ts';
import type { Verdict } from '../../lib/model.ts';
import type { Buyer, Exploration, Session } from './model.ts';
import { answerWords, verbOf } from './words.ts';

/** Where things stand, for a newcomer: one sentence, and what just happened. */
export interface Sentence {
  readonly title: string;
  readonly rest: string;
}

const NUMBERS = ['No', 'One', 'Two', 'Three'];

/** The sentence over the lanes; `null` is a page before its first session. */
export function sentenceOf(session: Session | null): Sentence {
  if (session === null)
    return {
      title: 'Two buyers, one unit, and you decide who goes next.',
      rest: 'Choose a strategy and begin. Each statement then waits for you, on a real session of Postgres.',
    };
  const { judgement, steps, buyers } = session;
  if (judgement !== null) return { title: judgement.explanation, rest: endings(buyers) };
  const last = steps.at(-1);
  if (last === undefined)
    return {
      title: `${NUMBERS[buyers.length]} buyers want ${wish(session)}. Nobody has moved.`,
      rest: 'Let one of them run its next statement.',
    };
  const waiting = buyers.filter(({ status }) => status === 'WAITING');
  const rest = `Step ${last.number}: ${last.buyer} ${verbOf(last)}. ${sentence(answerWords(last))}`;
  if (waiting.length > 0) return { title: waiting.map(waitWords).join(' '), rest };
  return { title: `${last.buyer} ${verbOf(last)}: ${answerWords(last)}.`, rest: standing(session) };
}

function wish({ stock, quantity }: Session): string {
  if (stock === 1 && quantity === 1) return 'the only unit';
  return `${plural(quantity, 'unit')} each of ${stock}`;
}

function waitWords({ name, waitsFor }: Buyer): string {
  return `${name} waits for ${waitsFor.length === 0 ? 'a lock' : waitsFor.join(' and ')}.`;
}

function endings(buyers: readonly Buyer[]): string {
  return buyers.map(({ name, outcome }) => `${name} ${outcome ?? 'has not ended'}.`).join(' ');
}

function standing({ outside, buyers }: Session): string {
  const ended = buyers.filter(({ status }) => status === 'ENDED');
  const seen = `Everyone else sees ${count(outside.remaining)} left and ${plural(outside.orders, 'order')}.`;
  return ended.length === 0 ? seen : `${seen} ${endings(ended)}`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The same on the scoreboard of strategies; null where nothing was explored. */
export function explorationScore(found: Exploration | undefined): { verdict: Verdict; words: string } | null {
  if (found === undefined) return null;
  const { oversold, undersold, runs } = found;
  const verdict = oversold > 0 ? 'OVERSOLD' : undersold > 0 ? 'UNDERSOLD' : 'EXACT';
  return { verdict, words: `${oversold} of ${runs}` };
}

/** What an exploration came to. */
export function explorationWords(found: Exploration): string {
  const { runs, oversold, undersold, complete } = found;
  const which = complete
    ? `All ${runs} schedules of two buyers`
    : `The ${runs} simplest schedules of two buyers`;
  if (oversold > 0) return `${which}: ${oversold} of them oversell.`;
  if (undersold > 0) return `${which}: none oversells, ${undersold} leave a unit that somebody was refused.`;
  return `${which}: none oversells, and none leaves a unit behind.`;
}

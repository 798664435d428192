import type { BuyerName, Session } from './model.ts';

/** A schedule that a press begins. Its letters come round; who can't move is passed over. */
export interface ReadyMade {
  readonly title: string;
  readonly words: string;
  /** Whether the next letter is the next buyer's after each step, or stays while its buyer can move. */
  readonly turns: 'alternate' | 'one-by-one' | 'overtaken';
}

/** In the order in which they are offered. */
export const readyMade: readonly ReadyMade[] = [
  {
    title: 'The classic race',
    words: 'A, B, A, B: both read before either has written.',
    turns: 'alternate',
  },
  { title: 'One after the other', words: 'A to its end, then B: how it was meant.', turns: 'one-by-one' },
  { title: 'B overtakes', words: 'A takes one step and sleeps, B goes all the way.', turns: 'overtaken' },
];

/** Who goes next; null when nobody can. `schedule` is what has been, letter by letter. */
export function nextTurn(session: Session, turns: ReadyMade['turns']): BuyerName | null {
  const ready = session.buyers.filter(({ status }) => status === 'READY').map(({ name }) => name);
  const names = session.buyers.map(({ name }) => name);
  const last = session.steps.at(-1)?.buyer;
  if (turns === 'overtaken' && last !== undefined)
    return ready.find((name) => name !== 'A') ?? ready[0] ?? null;
  if (turns !== 'alternate' || last === undefined) return ready[0] ?? null;
  const from = names.indexOf(last) + 1;
  const round = [...names.slice(from), ...names.slice(0, from)];
  return round.find((name) => ready.includes(name)) ?? null;
}

/** The buyer of a schedule's next letter; null when the schedule is over, or its letter is nobody who can move. */
export function turnOf(session: Session, schedule: string): BuyerName | null {
  const letter = schedule[session.steps.length];
  const buyer = session.buyers.find(({ name }) => name === letter);
  return buyer?.status === 'READY' ? buyer.name : null;
}

import { scheduleRounds } from '../../sdk/comparison/schedule.ts';

/** One thing that is measured: a figure each time it is asked. */
export interface Contestant {
  readonly name: string;
  measure(): Promise<number>;
}

/** The figures of one contestant, by round. */
export type Figures = ReadonlyMap<string, readonly number[]>;

/** How the rounds go. */
export interface RoundsOptions {
  readonly rounds: number;
  say(line: string): void;
}

/**
 * Measures all of them in each round, each round beginning with another: A B, B A, ... Before the first round each is
 * asked once for nothing, so that nobody is measured cold.
 */
export async function runRounds(
  contestants: readonly Contestant[],
  { rounds, say }: RoundsOptions,
): Promise<Figures> {
  const figures = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (const { measure } of contestants) await measure();
  for (const { round, contestant } of scheduleRounds(contestants, rounds)) {
    const figure = await contestant.measure();
    figures.get(contestant.name)?.push(figure);
    say(`round ${round}: ${contestant.name} ${figure.toPrecision(4)}`);
  }
  return figures;
}

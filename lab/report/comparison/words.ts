import type { Verdict } from '../../../schema/generated/enums.ts';
import type { Ranking } from '../../../sdk/index.ts';
import { hasInterval } from '../../../sdk/comparison/strategy-result.ts';
import { count, plural, UNKNOWN } from '../words/figures.ts';
import { requestWords } from '../words/run.ts';
import type { Load } from './loads.ts';

const SMALL = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
];

/** A number that begins a sentence: in letters up to twelve. */
const spelled = (value: number): string => SMALL[value] ?? count(value);

/** How a comparison came out, in a few sentences that a newcomer understands. */
export function headline({ safe, unsafe }: Ranking, stock: number): string {
  const all = [...safe, ...unsafe];
  const verdicts = all.map(({ verdict }) => verdict);
  const having = (...wanted: readonly Verdict[]): number =>
    verdicts.filter((verdict) => wanted.includes(verdict)).length;
  const exact = having('EXACT');
  const isAll = all.every(({ verdict, soldMin }) => verdict !== 'EXACT' || soldMin === stock);
  const over = having('OVERSOLD');
  const wrong = having('UNDERSOLD', 'DUPLICATE', 'DRIFT');
  const unsure = having('INCONCLUSIVE');
  return [
    ...(exact > 0
      ? [
          `${spelled(exact)} ${exact === 1 ? 'strategy' : 'strategies'} ${isAll ? 'sold exactly what there was' : 'accounted for every unit'}.`,
        ]
      : []),
    ...(over > 0 ? [`${spelled(over)} sold more than the ${count(stock)} there were.`] : []),
    ...(wrong > 0 ? [`${spelled(wrong)} went wrong in another way.`] : []),
    ...(unsure > 0 ? [`${spelled(unsure)} can't be judged.`] : []),
  ].join(' ');
}

/** Above those that have no rank. */
export const UNRANKED_WORDS = 'Not to be ranked: unsafe on purpose, not exact, or void';

/** How many runs, under which load. */
export function loadWords(load: Load): string {
  return `${requestWords(load)}, ${plural(load.stock, 'unit')}`;
}

/** "3 rounds", or "2 to 3 rounds" where some have run more often than others. */
export function roundWords({ safe, unsafe }: Ranking): string {
  const counts = [...safe, ...unsafe].map(({ rounds }) => rounds.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? plural(most, 'round') : `${count(least)} to ${plural(most, 'round')}`;
}

/** A latency with three figures that count. */
export function milliseconds(value: number | null): string {
  if (value === null) return UNKNOWN;
  return value < 100 ? String(Number(value.toPrecision(3))) : count(value);
}

/** Pairs of neighbours that can't be told apart: "REDIS_LUA and GROUP_COMMIT". */
export function ties({ safe }: Ranking): string[] {
  return safe.flatMap(({ strategy, sameAsAbove }, at) => {
    const above = safe[at - 1];
    return sameAsAbove && above !== undefined ? [`${above.strategy} and ${strategy}`] : [];
  });
}

/** What can be said of the order of the ranked ones: a heading, and a sentence that agrees with it. */
export function differences(ranking: Ranking): { readonly title: string; readonly text: string } {
  const ranked = ranking.safe.filter(({ rank }) => rank !== null);
  const single = ranked.filter((result) => !hasInterval(result)).map(({ strategy }) => strategy);
  const alike = ties(ranking);
  if (ranked.length < 2)
    return {
      title: 'Nothing to rank',
      text: 'It takes two strategies that sold exactly what there was.',
    };
  if (single.length === ranked.length)
    return {
      title: 'One round ranks nothing',
      text: 'A single round has no interval, so no difference can be told by it: run several.',
    };
  if (alike.length === 0)
    return {
      title: 'All differ',
      text: 'No two neighbours have intervals that overlap.',
    };
  const why =
    single.length === 0
      ? 'Their intervals overlap'
      : `Their intervals overlap, or there is none: ${single.join(', ')} ran a single round that counts`;
  return {
    title: 'No significant difference',
    text: `${alike.join('; ')}. ${why}, so these rounds can't rank them; a bracket joins such rows.`,
  };
}

/** What the line and the bar of a rate are. */
export function barWords({ safe, unsafe }: Ranking): string {
  const most = Math.max(...[...safe, ...unsafe].map(({ rounds }) => rounds.length));
  return most < 2
    ? 'A line is that round; it takes several to tell a difference.'
    : 'A line is the median; its bar reaches from the slowest to the fastest round, from six rounds on over 95 % of resampled medians.';
}

/** Whose figures say nothing about the server. */
export function voidWords({ safe, unsafe }: Ranking): string {
  const voids = [...safe, ...unsafe].flatMap(({ strategy, rounds }) =>
    rounds.some(({ isVoid }) => isVoid) ? [strategy] : [],
  );
  return voids.length === 0
    ? 'no round: the generator kept up in all'
    : `rounds of ${voids.join(', ')}: the generator was the limit, or the run broke off`;
}

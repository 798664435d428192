import type { Ranking } from '../../../sdk/index.ts';
import { count, plural, UNKNOWN } from '../../lib/format.ts';
import type { Verdict } from '../../lib/model.ts';
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
  const verdicts = [...safe, ...unsafe].map(({ verdict }) => verdict);
  const having = (...wanted: readonly Verdict[]): number =>
    verdicts.filter((verdict) => wanted.includes(verdict)).length;
  const exact = having('EXACT');
  const over = having('OVERSOLD');
  const wrong = having('UNDERSOLD', 'DUPLICATE', 'DRIFT');
  const unsure = having('INCONCLUSIVE');
  return [
    ...(exact > 0
      ? [`${spelled(exact)} ${exact === 1 ? 'strategy' : 'strategies'} sold exactly what there was.`]
      : []),
    ...(over > 0 ? [`${spelled(over)} sold more than the ${count(stock)} there were.`] : []),
    ...(wrong > 0 ? [`${spelled(wrong)} went wrong in another way.`] : []),
    ...(unsure > 0 ? [`${spelled(unsure)} can't be judged.`] : []),
  ].join(' ');
}

/** How many runs, under which load. */
export function loadWords(load: Load): string {
  const { requests, concurrency, targetRequestsPerSecond: rate, stock } = load;
  const pace =
    rate === null
      ? `${count(concurrency)} at once`
      : `${count(rate)} a second, ${count(concurrency)} at once at most`;
  return `${plural(requests, 'request')}, ${pace}, ${plural(stock, 'unit')}`;
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

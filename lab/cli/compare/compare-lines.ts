import {
  hasInterval,
  type Interval,
  type Ranked,
  type Ranking,
  type PurchaseStrategy,
  RESAMPLED_FROM,
  type StrategyResult,
} from '../../../sdk/index.ts';
import { buyerWords } from '../attack-lines.ts';
import type { Paint } from '../paint.ts';
import { type Cell, type Column, table } from '../table.ts';
import { range } from '../../report/words/figures.ts';
import { count, ms, plural } from '../words.ts';
import { warningsOf } from './conclusion.ts';

/** What was asked of each strategy in each round. */
export interface ComparisonSettings {
  readonly rounds: number;
  readonly requests: number;
  readonly concurrency: number;
  /** Null under the CLOSED model. */
  readonly targetRequestsPerSecond: number | null;
  readonly stock: number;
}

const COLUMNS: readonly Column[] = [
  { title: '', align: 'right' },
  { title: 'strategy', align: 'left' },
  { title: 'verdict', align: 'left' },
  { title: 'sold', align: 'right' },
  { title: 'orders/s', align: 'right' },
  { title: 'interval', align: 'left' },
  { title: 'p50', align: 'right' },
  { title: 'p99', align: 'right' },
  { title: '', align: 'left' },
];

/** A comparison that has been run. */
export interface Comparison {
  readonly settings: ComparisonSettings;
  readonly ranking: Ranking;
  /** How one unit came to be sold that was not there, in words, where a run has seen it. */
  readonly witnesses: ReadonlyMap<PurchaseStrategy, string>;
}

/** A comparison for a person: the safe strategies by rank, and the unsafe ones below a line of their own. */
export function compareLines({ ranking, settings, witnesses }: Comparison, paint: Paint): string[] {
  const { safe, unsafe } = ranking;
  const rows = [
    ...safe.map((result) => row(rankWords(result), { result, settings, paint, remark: remarkOf(result) })),
    ...unsafe.map((result) => row('', { result, settings, paint, remark: oversellWords(result) })),
  ];
  const [head = '', ...body] = table(COLUMNS, rows);
  return [
    `${plural(settings.rounds, 'round')} of ${count(settings.requests)} requests for ${count(settings.stock)} units; buyers: ${buyerWords(settings)}.`,
    '',
    head,
    ...body.slice(0, safe.length),
    ...(unsafe.length === 0 ? [] : ['', 'Wrong on purpose:']),
    ...body.slice(safe.length),
    ...safe
      .filter(({ verdict }) => verdict !== 'EXACT')
      .map(({ strategy, explanation }) => `\n${strategy}: ${explanation}`),
    ...unsafe.flatMap(({ strategy }) => {
      const words = witnesses.get(strategy);
      return words === undefined ? [] : [`\n${strategy}, one unit sold twice: ${words}`];
    }),
    ...warningsOf(ranking).map((warning) => `\nWarning: ${warning}`),
    '',
    ...legend(settings.rounds),
  ];
}

interface RowFacts {
  readonly result: StrategyResult;
  readonly settings: ComparisonSettings;
  readonly paint: Paint;
  readonly remark: string;
}

function row(rank: string, { result, settings, paint, remark }: RowFacts): (Cell | string)[] {
  const { strategy, verdict, soldMin, soldMax, ordersPerSecond, p50Ms, p99Ms } = result;
  return [
    rank,
    strategy,
    { text: verdict, show: (padded) => paint(verdict, padded) },
    `${range(soldMin, soldMax)} of ${count(settings.stock)}`,
    ordersPerSecond === null ? 'void' : count(ordersPerSecond.median),
    ordersPerSecond === null ? '' : hasInterval(result) ? intervalWords(ordersPerSecond) : 'one round',
    p50Ms === null ? '' : ms(p50Ms),
    p99Ms === null ? '' : ms(p99Ms),
    remark,
  ];
}

const rankWords = ({ rank }: Ranked): string => (rank === null ? '-' : String(rank));
const intervalWords = ({ low, high }: Interval): string => `${count(low)} to ${count(high)}`;

function remarkOf({ sameAsAbove, rounds }: Ranked): string {
  const voids = rounds.filter(({ isVoid }) => isVoid).length;
  return [
    ...(sameAsAbove ? ['no significant difference from the one above'] : []),
    ...(voids > 0 ? [`${plural(voids, 'round')} void`] : []),
  ].join(', ');
}

const oversellWords = ({ oversoldMax }: StrategyResult): string =>
  oversoldMax > 0 ? `${plural(oversoldMax, 'unit')} too many` : '';

function legend(rounds: number): string[] {
  const p50 = 'p50 and p99: latency from when a request was due';
  const orders = 'orders/s: durable orders a second while there was something to sell';
  if (rounds === 1) return [`${orders}.`, `${p50}.`];
  const interval =
    rounds < RESAMPLED_FROM ? 'from the slowest to the fastest round' : '95 % of resampled medians';
  return [`${orders}, the median; interval: ${interval}.`, `${p50}, the median of the rounds.`];
}

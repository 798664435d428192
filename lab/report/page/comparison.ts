import type { Ranking, StrategyResult } from '../../../sdk/index.ts';
import { latencyBar, rateBar, timeBar } from '../comparison/bars.ts';
import { type LogScale, logScale } from '../comparison/log-scale.ts';
import { spansOf, type TimeShare, timeShares } from '../comparison/time-shares.ts';
import { milliseconds, UNRANKED_WORDS } from '../comparison/words.ts';
import { runStrip } from '../drawings/run-strip.ts';
import type { RunFacts, RunGroup } from '../facts/report.ts';
import { element, type Child, type Element } from '../markup/element.ts';
import { axis, count, range, UNKNOWN } from '../words/figures.ts';
import { SPAN_WORDS } from '../words/span-words.ts';
import { badge } from './badge.ts';

/** What all rows of a comparison share. */
interface Scales {
  readonly stock: number;
  readonly rates: LogScale;
  readonly latencies: LogScale;
}

const COLUMNS = 6;

/** The strategies side by side: ranked rows first, what can't be ranked under a line of its own. */
export function comparisonTable({ load, runs }: RunGroup, ranking: Ranking): Element[] {
  const ranked = ranking.safe.filter(({ rank }) => rank !== null);
  const rest = [...ranking.safe.filter(({ rank }) => rank === null), ...ranking.unsafe];
  const all = [...ranked, ...rest];
  const rates = all.flatMap(({ ordersPerSecond: rate }) => (rate === null ? [] : [rate.low, rate.high]));
  const scales = {
    stock: load.stock,
    rates: logScale(rates),
    latencies: logScale(all.flatMap(({ p50Ms, p99Ms }) => [p50Ms ?? 0, p99Ms ?? 0])),
  };
  const table = element(
    'table',
    { class: 'comparison' },
    head(scales),
    element(
      'tbody',
      {},
      ranked.map((result) => row(result, { scales, runs, sameAsAbove: result.sameAsAbove })),
      rest.length > 0 &&
        element('tr', { class: 'rest' }, element('td', { colspan: COLUMNS }, UNRANKED_WORDS)),
      rest.map((result) => row(result, { scales, runs, sameAsAbove: false })),
    ),
  );
  return [table, legend(all.flatMap((result) => sharesOf(result, runs)))];
}

const sharesOf = ({ strategy }: StrategyResult, runs: readonly RunFacts[]): readonly TimeShare[] =>
  timeShares(runs.filter((run) => run.strategy === strategy));

function head({ stock, rates, latencies }: Scales): Element {
  const columns = [
    ['Strategy', ''],
    ['Verdict', ''],
    ['Sold', `of ${count(stock)}`],
    ['Durable orders/s', linesAt(rates)],
    ['Latency ms', `p50 to p99, ${linesAt(latencies)}`],
    ['Where the time goes', 'share of a purchase'],
  ] as const;
  const cells = columns.map(([title, rest]) =>
    element('th', { scope: 'col' }, title, rest !== '' && element('span', {}, rest)),
  );
  return element('thead', {}, element('tr', {}, cells));
}

const linesAt = ({ lines }: LogScale): string =>
  lines.length === 0 ? 'log scale' : `log scale; lines at ${lines.map(axis).join(', ')}`;

interface RowOptions {
  readonly scales: Scales;
  readonly runs: readonly RunFacts[];
  readonly sameAsAbove: boolean;
}

function row(result: StrategyResult, { scales, runs, sameAsAbove }: RowOptions): Element {
  const { stock, rates, latencies } = scales;
  const { strategy, verdict, ordersPerSecond: rate, p50Ms, p99Ms } = result;
  const sold = verdict === 'UNDERSOLD' ? result.soldMin : result.soldMax;
  const shares = sharesOf(result, runs);
  const latency = p50Ms === null ? UNKNOWN : `${milliseconds(p50Ms)} to ${milliseconds(p99Ms)}`;
  return element(
    'tr',
    { 'data-strategy': strategy },
    element(
      'th',
      { scope: 'row' },
      sameAsAbove && element('span', { class: 'tie', 'aria-hidden': 'true' }),
      strategy,
      sameAsAbove && element('span', {}, 'no significant difference'),
    ),
    element('td', {}, badge(verdict, amountOf(result))),
    cell(
      `Sold of ${count(stock)}`,
      range(result.soldMin, result.soldMax),
      runStrip({ stock, sold }, 'strip'),
    ),
    cell('Orders/s', rateWords(rate), drawing(rateBar(result, rates))),
    cell('p50 to p99 ms', latency, drawing(latencyBar(result, latencies))),
    cell('Time goes to', shares.length === 0 ? UNKNOWN : '', drawing(timeBar(shares))),
  );
}

/** A figure and its drawing; on a phone it is a line with its own label. */
function cell(label: string, figure: string, drawn: Element): Element {
  const parts: Child[] = [figure !== '' && element('b', {}, figure), drawn];
  return element(
    'td',
    {},
    element('span', { class: 'label' }, label),
    element('div', { class: figure === '' ? 'whole' : 'pair' }, parts),
  );
}

const drawing = (content: readonly Element[]): Element =>
  element('svg', { class: 'drawn', 'aria-hidden': 'true' }, content);

function rateWords(rate: StrategyResult['ordersPerSecond']): string {
  if (rate === null) return UNKNOWN;
  const interval = rate.low === rate.high ? '' : ` (${count(rate.low)} to ${count(rate.high)})`;
  return `${count(rate.median)}${interval}`;
}

function amountOf({ verdict, oversoldMax, undersoldMax }: StrategyResult): string {
  if (verdict === 'OVERSOLD') return `+${count(oversoldMax)}`;
  return verdict === 'UNDERSOLD' ? count(-undersoldMax) : '';
}

function legend(shares: readonly TimeShare[]): Element {
  return element(
    'p',
    { class: 'legend' },
    spansOf(shares).map((span) =>
      element(
        'span',
        {},
        element(
          'svg',
          { viewBox: '0 0 14 14', 'aria-hidden': 'true' },
          element('rect', { class: 'time-share', 'data-span': span, width: 14, height: 14, rx: 2 }),
        ),
        SPAN_WORDS[span].short,
      ),
    ),
  );
}

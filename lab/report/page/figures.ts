import { histogramChart } from '../charts/histogram.ts';
import { lineChart } from '../charts/line-chart.ts';
import { CHART } from '../charts/scale.ts';
import { milliseconds } from '../comparison/words.ts';
import type { RunFacts } from '../facts/report.ts';
import { element, type Child, type Element } from '../markup/element.ts';
import { count, plural, short, span } from '../words/figures.ts';
import { spanSentence } from '../words/span-sentence.ts';
import { SPAN_WORDS } from '../words/span-words.ts';
import { figureTable } from './table.ts';

/** The width of a chart in its own units, about that of a phone: a chart is never drawn much smaller. */
const WIDTH = 358;

/** The charts of a run. */
export function charts(run: RunFacts): Child[] {
  const { soldOverTime, durationMs, histogram, stock } = run;
  const sold = [{ atMs: 0, value: 0 }, ...soldOverTime];
  const limit = [0, durationMs].map((atMs) => ({ atMs, value: stock }));
  const most = Math.max(stock, ...sold.map(({ value }) => value));
  const lines = [
    { name: 'stock', tone: 'dashed', samples: limit },
    { name: 'sold', tone: 'main', samples: sold },
  ] as const;
  return [
    soldOverTime.length > 0 &&
      chart('Units sold', 'over the run', lineChart({ lines, most, durationMs, width: WIDTH })),
    histogram.some((bucket) => bucket.count > 0) &&
      chart('Answers', 'by latency, ms up to', histogramChart(histogram, WIDTH)),
    run.spans.length > 0 && whereTimeGoes(run),
  ];
}

function chart(title: string, rest: string, drawing: Element): Element {
  const box = `0 0 ${WIDTH} ${CHART.height}`;
  return element(
    'figure',
    {},
    element('h4', {}, `${title} `, element('span', {}, rest)),
    element('svg', { class: 'chart', viewBox: box, role: 'img', 'aria-label': `${title} ${rest}` }, drawing),
  );
}

function whereTimeGoes({ spans, lockWaits }: RunFacts): Element {
  const sorted = spans.toSorted((a, b) => b.share - a.share);
  const waited = lockWaits?.waitingMax ?? 0;
  return element(
    'figure',
    {},
    element('h4', {}, 'Where the time went ', element('span', {}, 'ms per purchase')),
    element(
      'ul',
      { class: 'spans' },
      sorted.map(({ span: kind, meanMs, share }) =>
        element(
          'li',
          {},
          element('span', {}, SPAN_WORDS[kind].short),
          element(
            'span',
            { class: 'track' },
            element('span', { style: `width:${Math.max(0.5, share * 100).toFixed(1)}%` }),
          ),
          element('span', {}, short(meanMs)),
        ),
      ),
    ),
    element(
      'p',
      { class: 'small' },
      spanSentence(sorted),
      waited > 0 && ` Up to ${plural(waited, 'session')} waited for a lock.`,
    ),
  );
}

/** What was asked of a run, and what came back. */
export function loadFigures(run: RunFacts): Element {
  return figureTable('The load', [
    ['Requests sent', count(run.sent)],
    ['At once', count(run.concurrency)],
    ...(run.targetRequestsPerSecond === null
      ? []
      : [['Arriving per second', count(run.targetRequestsPerSecond)] as const]),
    ['Race window', `${count(run.raceWindowMs)} ms`],
    ['Duration', span(run.durationMs)],
    ['Requests per second', count(run.requestsPerSecond)],
    ['Durable orders per second', count(run.ordersPerSecond)],
    ['Bought', count(run.confirmed - run.replayed)],
    ...(run.replayed === 0 ? [] : [['Had bought before', count(run.replayed)] as const]),
    ['Sold out', count(run.soldOut)],
    ['Rejected', count(run.rejected)],
    ['Failed', count(run.failed)],
    ['Unknown', count(run.unknown)],
  ]);
}

/** The percentiles, from when a request was sent and from when it was due. */
export function latencyFigures({ latency, latencyCorrected }: RunFacts): Element {
  const rows = [
    ['p50', 'p50Ms'],
    ['p90', 'p90Ms'],
    ['p95', 'p95Ms'],
    ['p99', 'p99Ms'],
    ['p99.9', 'p999Ms'],
    ['Slowest', 'maxMs'],
    ['Mean', 'meanMs'],
  ] as const;
  return figureTable(
    'Latency, ms',
    rows.map(([name, field]) => [name, milliseconds(latency[field]), milliseconds(latencyCorrected[field])]),
    ['from sent', 'from due'],
  );
}

import { element, type Child, type Element } from '../markup/element.ts';
import { count, span } from '../words/figures.ts';
import { ACTS, arrow, box, line, mark, words } from './drawing.ts';
import { rowLane } from './row-lane.ts';
import type { Lane } from './score.ts';
import { fit, textWidth } from './text-room.ts';
import { createTimeScale, type Places, placesOf } from './time-scale.ts';
import type { TimelineOptions } from './wide-timeline.ts';
import { timeWords } from './words.ts';

const TOP = 68;
const SIDE = 40;
const HALF = 30;

/** The height of the tall drawing, in its units. */
export const TALL_HEIGHT = 672;

const down = (place: number): number => TOP + place;

/** Time runs downwards: A at the left, the stock's row in the middle, B at the right. */
export function tallTimeline({ score, width }: TimelineOptions): Element {
  const scale = createTimeScale(score, TALL_HEIGHT - TOP);
  const places = placesOf(score, scale);
  const middle = width / 2;
  const sideB = width - SIDE;
  const staleFrom = down(
    score.stale.fromMs === score.a.commit.atMs ? places.a.commit : scale.at(score.stale.fromMs),
  );
  const wrongAt = down(places.b.write);
  return element(
    'g',
    {},
    names({ score, width }),
    box({
      className: 'wit-stale',
      axis: 'y',
      from: { along: staleFrom, across: middle + HALF },
      to: { along: wrongAt, across: sideB },
    }),
    rowLane({ score, scale, places, axis: 'y', start: TOP, end: TALL_HEIGHT, middle, half: HALF }),
    buyerLane({ lane: score.a, places: places.a, x: SIDE, middle, hot: false }),
    buyerLane({ lane: score.b, places: places.b, x: sideB, middle, hot: true }),
    staleWords(span(score.stale.toMs - score.stale.fromMs), {
      x: (middle + HALF + sideB) / 2,
      y: (staleFrom + wrongAt) / 2,
    }),
    flag(timeWords(score.b.write.atMs, score), { at: wrongAt, to: sideB }),
    laneMarks(places.a, { x: SIDE, hot: false }),
    laneMarks(places.b, { x: sideB, hot: true }),
  );
}

function names({ score, width }: TimelineOptions): Child[] {
  const columns = [
    { x: SIDE, name: 'A', text: fit(score.a.buyerId, SIDE * 2, 12) },
    { x: width / 2, name: 'Stock', text: 'in Postgres' },
    { x: width - SIDE, name: 'B', text: fit(score.b.buyerId, SIDE * 2, 12) },
  ];
  return columns.map(({ x, name, text }) => [
    words(name, { className: 'wit-who', x, y: 14, anchor: 'middle' }),
    words(text, { x, y: 32, anchor: 'middle' }),
  ]);
}

interface BuyerLane {
  readonly lane: Lane;
  readonly places: Places;
  readonly x: number;
  readonly middle: number;
  readonly hot: boolean;
}

function buyerLane({ lane, places, x, middle, hot }: BuyerLane): Child[] {
  const inwards = x < middle ? 1 : -1;
  const edge = middle - inwards * HALF;
  const looks = { className: 'wit-act', anchor: inwards > 0 ? 'start' : 'end' } as const;
  const stroke = (className: string, from: number, to: number) =>
    to > from &&
    line({ className, axis: 'y', from: { along: from, across: x }, to: { along: to, across: x } });
  const read = down(places.read);
  const write = down(places.write);
  const commit = down(places.commit);
  return [
    stroke('wit-lane', TOP, TALL_HEIGHT),
    stroke('wit-busy', read, down(places.check)),
    stroke('wit-idle', down(places.check) + 12, write - 10),
    stroke('wit-busy', write, commit),
    arrow({
      axis: 'y',
      hot: false,
      from: { along: read, across: edge },
      to: { along: read, across: x + inwards * 9 },
    }),
    arrow({
      axis: 'y',
      hot,
      from: { along: commit, across: x + inwards * 14 },
      to: { along: commit, across: edge - inwards * 3 },
    }),
    words(`sees ${count(lane.read.value)}`, { ...looks, x: x + inwards * 14, y: read - 8 }),
    words(lane.commit.action.replace('commits ', ''), {
      ...looks,
      hot,
      x: x + inwards * 18,
      y: hot ? commit + 18 : write - 12,
    }),
  ];
}

function laneMarks(places: Places, { x, hot }: { readonly x: number; readonly hot: boolean }): Element[] {
  return ACTS.map((kind) =>
    mark({
      kind,
      axis: 'y',
      at: { along: down(places[kind]), across: x },
      hot: hot && (kind === 'write' || kind === 'commit'),
    }),
  );
}

function staleWords(text: string, { x, y }: { readonly x: number; readonly y: number }): Child[] {
  const looks = { className: 'wit-act', hot: true, x, anchor: 'middle' } as const;
  return [
    element('rect', { class: 'wit-ground', x: x - 38, y: y - 20, width: 76, height: 40, rx: 3 }),
    words('out of date', { ...looks, y: y - 3 }),
    words(text, { ...looks, y: y + 13 }),
  ];
}

function flag(text: string, { at, to }: { readonly at: number; readonly to: number }): Child[] {
  const breadth = Math.max(textWidth('goes wrong', 13), textWidth(text, 13)) + 20;
  const looks = { className: 'wit-flag-text', x: 10 };
  return [
    element('path', { class: 'wit-fault', d: `M0 ${at}H${to - 8}` }),
    element('rect', { class: 'wit-flag', x: 0, y: at, width: breadth, height: 44, rx: 3 }),
    words(text, { ...looks, y: at + 18 }),
    words('goes wrong', { ...looks, y: at + 35 }),
  ];
}

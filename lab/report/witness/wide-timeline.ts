import { element, type Child, type Element } from '../markup/element.ts';
import { count, span } from '../words/figures.ts';
import { ACTS, arrow, box, line, mark, words } from './drawing.ts';
import { rowLane } from './row-lane.ts';
import type { Lane, Score } from './score.ts';
import { fit, textWidth } from './text-room.ts';
import { createTimeScale, type Places, placesOf, ticksOf } from './time-scale.ts';
import { deed, timeWords } from './words.ts';

const LEFT = 104;
const TOP = 84;
const MIDDLE = 222;
const BOTTOM = 360;
const HALF = 26;
const AXIS = 440;
const TICKS_APART = 76;
/** From here on a check has words of its own. */
const CHECK_APART = 130;

/** The timeline across the page; `width` in the drawing's units. */
export interface TimelineOptions {
  readonly score: Score;
  readonly width: number;
}

/** The height of the wide drawing, in its units. */
export const WIDE_HEIGHT = 448;

const right = (place: number): number => LEFT + place;

/** Time runs to the right: A above, the stock's row between, B below. */
export function wideTimeline({ score, width }: TimelineOptions): Element {
  const scale = createTimeScale(score, width - LEFT);
  const places = placesOf(score, scale);
  const staleFrom = right(
    score.stale.fromMs === score.a.commit.atMs ? places.a.commit : scale.at(score.stale.fromMs),
  );
  const wrongAt = right(places.b.write);
  return element(
    'g',
    {},
    timeAxis({ score, width }),
    box({
      className: 'wit-stale',
      axis: 'x',
      from: { along: staleFrom, across: MIDDLE + HALF },
      to: { along: wrongAt, across: BOTTOM },
    }),
    rowLane({ score, scale, places, axis: 'x', start: LEFT, end: width, middle: MIDDLE, half: HALF }),
    names(score),
    buyerLane({ lane: score.a, places: places.a, y: TOP, width, hot: false }),
    buyerLane({ lane: score.b, places: places.b, y: BOTTOM, width, hot: true }),
    staleWords({ score, from: staleFrom, to: wrongAt, width }),
    flag(wrongAt, `${timeWords(score.b.write.atMs, score)}: here it goes wrong`),
    laneMarks(places.a, { y: TOP, hot: false }),
    laneMarks(places.b, { y: BOTTOM, hot: true }),
  );
}

function names(score: Score): Child[] {
  const rows = [
    { y: TOP, name: 'A', text: score.a.buyerId },
    { y: MIDDLE, name: 'Stock', text: 'in Postgres' },
    { y: BOTTOM, name: 'B', text: score.b.buyerId },
  ];
  return rows.map(({ y, name, text }) => [
    words(name, { className: 'wit-who', x: 0, y: y - 2 }),
    words(fit(text, LEFT - 12, 12), { x: 0, y: y + 16 }),
  ]);
}

interface BuyerLane {
  readonly lane: Lane;
  readonly places: Places;
  readonly y: number;
  readonly width: number;
  readonly hot: boolean;
}

/** One buyer: the line, its arrows from and to the row, and the words. */
function buyerLane(options: BuyerLane): Child[] {
  const { places, y, width, hot } = options;
  const down = y < MIDDLE ? 1 : -1;
  const edge = MIDDLE - down * HALF;
  const stroke = (className: string, from: number, to: number) =>
    to > from &&
    line({ className, axis: 'x', from: { along: from, across: y }, to: { along: to, across: y } });
  const read = right(places.read);
  const commit = right(places.commit);
  return [
    stroke('wit-lane', LEFT, width),
    stroke('wit-busy', read, right(places.check)),
    stroke('wit-idle', right(places.check) + 12, right(places.write) - 10),
    stroke('wit-busy', right(places.write), commit),
    arrow({
      axis: 'x',
      hot: false,
      from: { along: read, across: edge },
      to: { along: read, across: y + down * 9 },
    }),
    arrow({
      axis: 'x',
      hot,
      from: { along: commit, across: y + down * 14 },
      to: { along: commit, across: edge - down * 3 },
    }),
    laneWords(options),
  ];
}

/** What it saw, how long it waited, what it did. Words that find no room are left to the table of steps. */
function laneWords({ lane, places, y, hot, width }: BuyerLane): Child[] {
  const [first, second, between] = y < MIDDLE ? [y - 34, y - 18, y - 12] : [y + 30, y + 46, y + 18];
  const apart = places.check - places.read > CHECK_APART;
  const reads = [apart ? 'reads' : 'reads, checks', `sees ${count(lane.read.value)}`] as const;
  const writes = [deed(lane.write.action), lane.commit.action.replace('commits ', '')] as const;
  const readX = right(places.read) - 6;
  const writesWidth = Math.max(...writes.map((text) => textWidth(text, 13)));
  const checkWidth = apart ? textWidth('check passes', 13) : 0;
  const checkX = right(places.check) - checkWidth / 2;
  const readEnd = apart ? checkX + checkWidth : readX + textWidth(reads[0], 13);
  const ends = Math.min(width, right(places.commit) + (hot ? 40 : 6));
  const writeX = Math.max(ends - writesWidth, readEnd + 14);
  const wait = hot
    ? `still believes ${count(lane.read.value)}`
    : `waits ${span(lane.write.atMs - lane.check.atMs)}`;
  const from = Math.max(right(places.check) + 14, readEnd + 8);
  const to = Math.min(right(places.write) - 12, writeX - 8);
  const act = 'wit-act';
  return [
    twoLines(reads, { x: readX, ys: [first, second], hot: false }),
    apart && words('check passes', { className: act, x: checkX, y: second }),
    twoLines(writes, { x: writeX, ys: [first, second], hot }),
    to - from > textWidth(wait, 13) &&
      words(wait, { className: act, x: (from + to) / 2, y: between, anchor: 'middle' }),
  ];
}

function twoLines(
  lines: readonly [string, string],
  { x, ys, hot }: { readonly x: number; readonly ys: readonly [number, number]; readonly hot: boolean },
): Element[] {
  return lines.map((text, index) =>
    words(text, { className: 'wit-act', hot, strong: index === 1 && !hot, x, y: ys[index] ?? 0 }),
  );
}

function laneMarks(places: Places, { y, hot }: { readonly y: number; readonly hot: boolean }): Element[] {
  return ACTS.map((kind) =>
    mark({
      kind,
      axis: 'x',
      at: { along: right(places[kind]), across: y },
      hot: hot && (kind === 'write' || kind === 'commit'),
    }),
  );
}

function staleWords(options: TimelineOptions & { readonly from: number; readonly to: number }): Child[] {
  const { score, from, to, width } = options;
  const text = `out of date, ${span(score.stale.toMs - score.stale.fromMs)}`;
  const half = textWidth(text, 13) / 2 + 12;
  const x = Math.min(Math.max((from + to) / 2, LEFT + half), width - half);
  const y = (MIDDLE + HALF + BOTTOM) / 2;
  return [
    element('rect', { class: 'wit-ground', x: x - half, y: y - 13, width: half * 2, height: 26, rx: 3 }),
    words(text, { className: 'wit-act', hot: true, x, y: y + 5, anchor: 'middle' }),
  ];
}

/** Where it goes wrong: on the side of its line that has the room. */
function flag(at: number, text: string): Child[] {
  const breadth = textWidth(text, 13) + 24;
  const left = at - breadth < LEFT ? at : at - breadth;
  return [
    element('path', { class: 'wit-fault', d: `M${at} 30V${BOTTOM - 8}` }),
    element('rect', { class: 'wit-flag', x: left, y: 6, width: breadth, height: 26, rx: 3 }),
    words(text, { className: 'wit-flag-text', x: left + breadth / 2, y: 23.5, anchor: 'middle' }),
  ];
}

function timeAxis({ score, width }: TimelineOptions): Child[] {
  const scale = createTimeScale(score, width - LEFT);
  const ticks = ticksOf(scale, score.endMs, TICKS_APART);
  return [
    ticks.map((ms, index) => [
      element('path', { class: 'tick', d: `M${right(scale.at(ms))} ${AXIS - 22}v5` }),
      words(`${Number(ms.toFixed(3))}${index === ticks.length - 1 ? ' ms' : ''}`, {
        x: right(scale.at(ms)),
        y: AXIS,
        anchor: index === 0 ? 'start' : 'middle',
      }),
    ]),
    scale.cut !== null &&
      words(`${span(scale.cut.toMs - scale.cut.fromMs)}, cut short`, {
        className: 'wit-act',
        x: right(scale.at((scale.cut.fromMs + scale.cut.toMs) / 2)),
        y: AXIS,
        anchor: 'middle',
      }),
  ];
}

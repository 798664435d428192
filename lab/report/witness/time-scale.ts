import type { Score, Stretch } from './score.ts';

/** A wait in which neither buyer does anything is cut short when it is longer than all the rest, by this factor. */
const CUT_FROM = 1.5;
/** The part of the drawing that a wait is cut to, and the most that it gets. */
const CUT_SHARE = 0.24;
const CUT_MOST = 190;
/** Behind the last step, for what the row holds in the end. */
const TAIL = 56;
/** Two marks of one buyer never touch. */
const APART = 14;

/** From time to place, along the drawing. */
export interface TimeScale {
  at(ms: number): number;
  /** The wait that is cut short; null when time runs evenly. */
  readonly cut: Stretch | null;
}

/** Where each mark stands. */
export interface Places {
  readonly read: number;
  readonly check: number;
  readonly write: number;
  readonly commit: number;
}

/** A scale for a drawing of this length. */
export function createTimeScale({ a, b, endMs }: Score, length: number): TimeScale {
  const cut = longestWait(
    [a, b].flatMap((lane) => [lane.read, lane.check, lane.write, lane.commit]),
    endMs,
  );
  const room = Math.max(1, length - TAIL);
  const cutLength = cut === null ? 0 : Math.min(CUT_MOST, room * CUT_SHARE);
  const evenMs = endMs - (cut === null ? 0 : cut.toMs - cut.fromMs);
  const perMs = (room - cutLength) / Math.max(evenMs, 0.001);
  return {
    cut,
    at(ms) {
      const place = Math.min(Math.max(ms, 0), endMs);
      if (cut === null || place <= cut.fromMs) return place * perMs;
      if (place >= cut.toMs) return (place - (cut.toMs - cut.fromMs)) * perMs + cutLength;
      return cut.fromMs * perMs + (cutLength * (place - cut.fromMs)) / (cut.toMs - cut.fromMs);
    },
  };
}

/** The marks of both, pushed apart where they would touch: B's write comes after A's commit, to the eye as well. */
export function placesOf({ a, b }: Score, { at }: TimeScale): { readonly a: Places; readonly b: Places } {
  const placesA = inLane(
    [a.read, a.check, a.write, a.commit].map(({ atMs }) => at(atMs)),
    -APART,
  );
  const [read, check, write, commit] = [b.read, b.check, b.write, b.commit].map(({ atMs }) => at(atMs));
  const after = b.write.atMs >= a.commit.atMs ? placesA.commit + APART : 0;
  return {
    a: placesA,
    b: inLane([read ?? 0, check ?? 0, Math.max(write ?? 0, after), commit ?? 0], -APART),
  };
}

/** Round times for the axis, at least `least` apart, none of them inside of the cut. */
export function ticksOf({ at, cut }: TimeScale, endMs: number, least: number): number[] {
  const sample = cut === null ? { fromMs: 0, toMs: endMs } : { fromMs: 0, toMs: cut.fromMs };
  const perMs = (at(sample.toMs) - at(sample.fromMs)) / Math.max(sample.toMs - sample.fromMs, 0.001);
  const step = roundStep(least / Math.max(perMs, 0.001));
  const ticks: number[] = [];
  for (let ms = 0; ms <= endMs; ms += step) {
    const isCut = cut !== null && ms > cut.fromMs && ms < cut.toMs;
    if (!isCut && at(ms) >= at(ticks.at(-1) ?? -1) + (ticks.length === 0 ? 0 : least)) ticks.push(ms);
    if (isCut) ms = Math.ceil(cut.toMs / step) * step - step;
  }
  return ticks;
}

function inLane(wanted: readonly number[], before: number): Places {
  let last = before;
  const [read = 0, check = 0, write = 0, commit = 0] = wanted.map(
    (place) => (last = Math.max(place, last + APART)),
  );
  return { read, check, write, commit };
}

function longestWait(beats: readonly { readonly atMs: number }[], endMs: number): Stretch | null {
  const times = beats.map(({ atMs }) => atMs).toSorted((one, other) => one - other);
  const waits = times.slice(1).map((toMs, index) => ({ fromMs: times[index] ?? 0, toMs }));
  const [longest] = waits.toSorted((one, other) => lengthOf(other) - lengthOf(one));
  if (longest === undefined) return null;
  return lengthOf(longest) > CUT_FROM * (endMs - lengthOf(longest)) ? longest : null;
}

function lengthOf({ fromMs, toMs }: Stretch): number {
  return toMs - fromMs;
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 0.001)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power;
}

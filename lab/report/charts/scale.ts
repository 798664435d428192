/** The size of a chart, in its own units. */
export const CHART = { height: 148, left: 36, top: 12, bottom: 22 } as const;

/** Factors that leave three round steps below them. */
const NICE = [1.2, 1.5, 1.8, 2.4, 3, 3.6, 4.5, 6, 7.5, 9, 12];

/** The end of an axis: the first round number that is not below `most`. */
export function niceMax(most: number): number {
  if (!(most > 0)) return 3;
  const power = 10 ** Math.floor(Math.log10(most));
  const factor = NICE.find((candidate) => candidate * power >= most * 1.02) ?? 12;
  return Number((factor * power).toPrecision(3));
}

/** The three steps and zero. */
export function steps(max: number): readonly number[] {
  return [0, max / 3, (max * 2) / 3, max];
}

/** From a value to the height in a chart. */
export function heightOf(value: number, max: number): number {
  const room = CHART.height - CHART.top - CHART.bottom;
  return CHART.height - CHART.bottom - (room * Math.min(value, max)) / max;
}

/** Pushes label positions apart until none is nearer to the next than `least`, none below `floor`. */
export function spread(places: readonly number[], least: number, floor: number): readonly number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  const moved = [...places];
  let limit = Number.NEGATIVE_INFINITY;
  for (const { place, index } of order) {
    limit = Math.max(place, limit + least);
    moved[index] = limit;
  }
  const over = Math.max(0, limit - floor);
  return moved.map((place) => place - over);
}

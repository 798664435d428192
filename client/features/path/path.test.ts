import { describe, expect, test } from 'vitest';
import { type Moment, NO_PATH } from '../../lib/moment.ts';
import { dotsShown, layoutPath, ringsShown } from './path-layout.ts';
import { pathPicture } from './stations.ts';

const moment = (part: Partial<Moment>): Moment => ({
  mode: 'running',
  stock: 100,
  sold: 10,
  remaining: 90,
  held: 0,
  pooled: 0,
  redis: 80,
  oversold: 0,
  atMs: null,
  verdict: null,
  path: {
    ...NO_PATH,
    inFlight: 100,
    poolInUse: 20,
    poolSize: 20,
    poolWaiting: 80,
    lockWaiting: 19,
    groupWaiting: 0,
  },
  ...part,
});

describe('the path', () => {
  test('shows who waits for a connection and who for the row', () => {
    const { stations, wires, queue } = pathPicture(moment({}), false);
    expect(stations.map(({ name, value, unit }) => `${name} ${value} ${unit}`)).toEqual([
      'Clients 100 in flight',
      'API 20 of 20 in pool',
      'Postgres 1 at work',
    ]);
    expect(wires.map(({ note }) => note)).toEqual(['80 wait for a connection', '19 wait for the row']);
    expect(queue).toBe('Queue 99');
    expect(stations.at(-1)?.locked).toBe(true);
  });

  test('passes the gate when the strategy has one', () => {
    const { stations, wires } = pathPicture(moment({}), true);
    expect(stations[2]).toMatchObject({ name: 'Redis gate', value: '80' });
    expect(wires).toHaveLength(3);
  });

  test('says what a run did when it is over', () => {
    const path = { ...NO_PATH, inFlight: 0, sent: 2000, answered: 2000, confirmed: 137 };
    const { wires } = pathPicture(moment({ mode: 'ended', sold: 137, path }), false);
    expect(wires.map(({ note }) => note)).toEqual(['2,000 requests', '2,000 answered, 137 sold']);
  });

  test('invents no queue for a moment that nobody recorded', () => {
    const { stations, queue } = pathPicture(
      moment({ mode: 'replay', path: { ...NO_PATH, inFlight: 40 } }),
      false,
    );
    expect(stations.map(({ value }) => value)).toEqual(['40', '–', '–']);
    expect(queue).toBe('Queue not recorded for this moment');
  });
});

describe('the picture', () => {
  test.each([280, 358, 560, 900])('keeps its boxes apart when %i wide', (width) => {
    for (const boxes of [3, 4]) {
      const layout = layoutPath(boxes, width);
      expect(Math.min(...layout.wires.map(({ from, to }) => to - from))).toBeGreaterThan(0);
      expect(layout.boxes.at(-1)?.to).toBeLessThanOrEqual(width);
    }
  });

  test('draws no more rings than there is room for, and none for nobody', () => {
    expect(ringsShown(19, { from: 0, to: 100 }, 12)).toBe(6);
    expect(ringsShown(0, { from: 0, to: 100 }, 12)).toBe(0);
    expect(ringsShown(5, { from: 0, to: 10 }, 12)).toBe(0);
  });

  test('moves nothing while nothing is under way', () => {
    expect([0, 1, 500].map((moving) => dotsShown(moving, { from: 0, to: 300 }))).toEqual([0, 1, 5]);
  });
});

import { describe, expect, test } from 'vitest';
import { cellAt, layoutStock } from './layout.ts';
import { ticks } from './ruler.ts';
import { cellScale, cellStates } from './scale.ts';
import { spilledCells, spillOf } from './spill.ts';

const units = (sold: number, rest: Partial<{ held: number; pooled: number; missing: number }> = {}) => ({
  stock: 100,
  sold,
  held: 0,
  pooled: 0,
  missing: 0,
  ...rest,
});

describe('a cell', () => {
  test('is one unit up to 200 units and a hundredth of the stock above', () => {
    expect([100, 200, 201, 10_000].map((stock) => cellScale(stock))).toEqual([
      { cells: 100, unit: 1 },
      { cells: 200, unit: 1 },
      { cells: 100, unit: 2.01 },
      { cells: 100, unit: 100 },
    ]);
  });

  test('is sold, then held, then pooled, and the missing ones are the last', () => {
    const states = cellStates(units(90, { held: 3, pooled: 2, missing: 4 }), cellScale(100));
    const tally = (state: string) => states.filter((one) => one === state).length;
    expect(['sold', 'held', 'pooled', 'free', 'missing'].map(tally)).toEqual([90, 3, 2, 1, 4]);
    expect(states.at(-1)).toBe('missing');
  });

  test('of an oversold stock is sold everywhere', () => {
    expect(new Set(cellStates(units(137), cellScale(100)))).toEqual(new Set(['sold']));
  });
});

describe('the frame', () => {
  test('is 20 by 5 and fills by columns when wide', () => {
    const layout = layoutStock(100, 850);
    expect([layout.columns, layout.rows]).toEqual([20, 5]);
    expect(cellAt(layout, 5).x).toBeGreaterThan(cellAt(layout, 4).x);
    expect(cellAt(layout, 1).x).toBe(cellAt(layout, 0).x);
  });

  test('is 10 by 10 and fills by rows when narrow', () => {
    const layout = layoutStock(100, 358);
    expect([layout.columns, layout.rows]).toEqual([10, 10]);
    expect(cellAt(layout, 1).y).toBe(cellAt(layout, 0).y);
  });

  test.each([320, 358, 559, 560, 850, 1300])('of any stock stays inside a picture %i wide', (width) => {
    for (const stock of [1, 7, 100, 150, 200, 201, 100_000]) {
      const { frame } = layoutStock(stock, width);
      expect(frame.x).toBeGreaterThanOrEqual(0);
      expect(frame.right).toBeLessThanOrEqual(width);
    }
  });
});

describe('a spilled unit', () => {
  const layout = layoutStock(100, 850);

  test('lies outside of the wall and inside of the picture', () => {
    for (const cell of spilledCells(45, layout)) {
      expect(cell.x).toBeGreaterThan(layout.frame.right);
      expect(cell.x + layout.side).toBeLessThanOrEqual(850);
    }
  });

  test('never moves once it has landed', () => {
    expect(spilledCells(45, layout).slice(0, 10)).toEqual(spilledCells(10, layout));
  });

  test.each([1, 5, 10, 30, 100, 200])('uses the width that a stock of %i leaves free', (stock) => {
    for (const width of [560, 850, 1300]) {
      const layout = layoutStock(stock, width);
      const { shown, more } = spillOf(1_000, layout);
      const ends = spilledCells(shown, layout).map(({ x }) => x + layout.side);
      expect(Math.max(...ends)).toBeGreaterThan(width - layout.pitch * 1.5);
      expect(Math.max(...ends)).toBeLessThanOrEqual(width);
      expect(shown + more).toBe(1_000);
    }
  });

  test('is drawn for each of 99 beyond a stock of one', () => {
    expect(spillOf(99, layoutStock(1, 850))).toEqual({ shown: 99, more: 0 });
  });

  test('is one of as many as there is room for, 60 on a phone; the others are counted', () => {
    expect(spillOf(37, layout)).toEqual({ shown: 37, more: 0 });
    expect(spillOf(412, layout)).toEqual({ shown: 45, more: 367 });
    expect(spillOf(412, layoutStock(100, 358))).toEqual({ shown: 60, more: 352 });
  });

  test('stands for several when a cell does', () => {
    expect(spillOf(95, layoutStock(1000, 850))).toEqual({ shown: 10, more: 0 });
  });
});

describe('the scale', () => {
  const widths = [560, 700, 850, 1300];
  test.each([1, 2, 3, 5, 7, 10, 15, 20, 30, 33, 50, 99, 150, 200, 1_000, 33_333, 1_000_000])(
    'of a stock of %i has texts that neither touch each other nor leave the picture',
    (stock) => {
      for (const width of widths) {
        const marks = ticks(stock, layoutStock(stock, width));
        const edges = marks.map(({ textX, text }) => [textX - text.length * 3.5, textX + text.length * 3.5]);
        for (const [at, [from = 0]] of edges.entries()) {
          if (at > 0) expect(from - (edges[at - 1]?.[1] ?? 0)).toBeGreaterThan(6);
        }
        expect(edges[0]?.[0]).toBeGreaterThanOrEqual(0);
        expect(edges.at(-1)?.[1]).toBeLessThanOrEqual(width);
        expect(marks.filter(({ kind }) => kind === 'stock')).toHaveLength(1);
      }
    },
  );

  test('of a small stock leaves out what would touch the wall', () => {
    const texts = (stock: number) => ticks(stock, layoutStock(stock, 850)).map(({ text }) => text);
    expect(texts(1).slice(0, 3)).toEqual(['1 in stock', '10', '20']);
    expect(texts(10).slice(0, 3)).toEqual(['0', '10 in stock', '20']);
  });
});

test('the scale goes on past the stock', () => {
  const marks = ticks(100, layoutStock(100, 850));
  expect(marks.map((mark) => mark.text)).toEqual(['0', '20', '40', '60', '80', '100 in stock', '120', '140']);
  expect(marks.at(-1)?.kind).toBe('beyond');
});

/** Up to this stock, one cell is one unit. */
const SINGLE_MAX = 200;

/** Above it the frame has this many cells, each a hundredth of the stock. */
const SCALED_CELLS = 100;

/** What a cell stands for. */
export interface CellScale {
  readonly cells: number;
  /** Units per cell; 1 up to 200 units. */
  readonly unit: number;
}

/** How a state looks inside the frame. */
export type CellState = 'sold' | 'held' | 'pooled' | 'missing' | 'free';

/** Units in each state. `missing` counts those that an UNDERSOLD verdict found nowhere. */
export interface StockUnits {
  readonly stock: number;
  readonly sold: number;
  readonly held: number;
  readonly pooled: number;
  readonly missing: number;
}

/** The scale for a stock. */
export function cellScale(stock: number): CellScale {
  return stock <= SINGLE_MAX
    ? { cells: stock, unit: 1 }
    : { cells: SCALED_CELLS, unit: stock / SCALED_CELLS };
}

/** The state of each cell of the frame: sold first, then held, then pooled; missing units are the last ones. */
export function cellStates(units: StockUnits, scale: CellScale): readonly CellState[] {
  const cells = (count: number): number => Math.floor(count / scale.unit + 1e-9);
  const sold = cells(units.sold);
  const held = cells(units.sold + units.held);
  const pooled = cells(units.sold + units.held + units.pooled);
  const missing = scale.cells - Math.ceil(units.missing / scale.unit);
  return Array.from({ length: scale.cells }, (_, index) => {
    if (index < sold) return 'sold';
    if (index < held) return 'held';
    if (index < pooled) return 'pooled';
    return index >= missing ? 'missing' : 'free';
  });
}

import type { BuyerName, Drawn, Step } from './model.ts';

/** A drawing narrower than this runs downwards. In the drawing's own units, as is everything here. */
const DOWNWARDS_BELOW = 620;
/** Of the names beside the lanes, a drawing of their own. */
export const HEAD_ACROSS = 84;
const HEAD_DOWN = 52;
const PITCH_ACROSS_MIN = 68;
const PITCH_DOWN = 58;
const LANE_EVERY = 92;
/** Room for so many steps from the beginning, so that the first ones don't lie far apart. */
const STEPS_MIN = 6;

/** Along is the time, one pitch a step; across are the lanes. */
export interface LaneLayout {
  readonly downwards: boolean;
  readonly width: number;
  readonly height: number;
  /** The end of the time, behind the steps that were. */
  readonly end: number;
  /** Where a step lies in time, from 1. */
  along(step: number): number;
  /** Where a buyer's lane lies. */
  across(buyer: BuyerName): number;
  /** Where the row of the stock lies, its middle. */
  readonly stock: number;
  /** A point by time and lane, as x and y. */
  at(along: number, across: number): { readonly x: number; readonly y: number };
}

/** The stock's row lies behind the first buyer's lane. */
export function layoutLanes(session: Drawn, given: number): LaneLayout {
  const downwards = given < DOWNWARDS_BELOW;
  const steps = Math.max(STEPS_MIN, session.steps.length + 1);
  const head = downwards ? HEAD_DOWN : 0;
  const pitch = downwards ? PITCH_DOWN : Math.max(PITCH_ACROSS_MIN, (given - HEAD_ACROSS - 8) / steps);
  const lanes = session.buyers.length + 1;
  const lane = downwards ? given / lanes : LANE_EVERY;
  const across = (index: number): number => (downwards ? (index + 0.5) * lane : 76 + index * lane);
  const end = head + steps * pitch;
  const indexOf = (buyer: BuyerName): number => {
    const index = session.buyers.findIndex(({ name }) => name === buyer);
    return index === 0 ? 0 : index + 1;
  };
  return {
    downwards,
    width: downwards ? given : end + 8,
    height: downwards ? end + 12 : across(lanes - 1) + 66,
    end,
    along: (step) => head + (step - 0.5) * pitch,
    across: (buyer) => across(indexOf(buyer)),
    stock: across(1),
    at: (along, across) => (downwards ? { x: across, y: along } : { x: along, y: across }),
  };
}

/** A stretch of time in which everyone else saw the same. */
export interface StockStretch {
  readonly from: number;
  readonly to: number;
  readonly remaining: number;
  readonly sold: number;
  readonly tone: 'left' | 'none' | 'over';
}

/** What everyone else saw, in time: before the first step the whole stock. */
export function stockStretches(session: Drawn, layout: LaneLayout): StockStretch[] {
  const stretches: StockStretch[] = [];
  const first = { remaining: session.stock, sold: 0 };
  const seen = [first, ...session.steps.map(({ outside }) => outside)];
  for (const [index, { remaining, sold }] of seen.entries()) {
    const from = index === 0 ? layout.along(0.5) : layout.along(index);
    const last = stretches.at(-1);
    if (last?.remaining === remaining && last.sold === sold) continue;
    if (last !== undefined) stretches[stretches.length - 1] = { ...last, to: from };
    const tone = sold > session.stock ? 'over' : remaining > 0 ? 'left' : 'none';
    stretches.push({ from, to: layout.end, remaining, sold, tone });
  }
  return stretches;
}

/** A wait, from the step that began it to the one that ended it, or to now. */
export interface Wait {
  readonly step: Step;
  readonly from: number;
  readonly to: number;
  readonly isOver: boolean;
}

/** Every wait there was. */
export function waitsOf(session: Drawn, layout: LaneLayout): Wait[] {
  return session.steps
    .filter(({ letOnBy, result }) => letOnBy !== null || result === 'WAITING')
    .map((step) => ({
      step,
      from: layout.along(step.number),
      to: step.letOnBy === null ? layout.end : layout.along(step.letOnBy),
      isOver: step.letOnBy !== null,
    }));
}

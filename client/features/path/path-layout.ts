/** Below this width the boxes are narrow and say less. */
const NARROW_BELOW = 560;

/** The vertical places of the picture. */
export const PATH = { height: 104, middle: 50, boxHeight: 60 } as const;

/** A box, or the wire between two boxes, by its left and right end. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

/** Where the boxes and wires lie. */
export interface PathLayout {
  readonly narrow: boolean;
  readonly boxes: readonly Segment[];
  readonly wires: readonly Segment[];
  /** From one waiting ring to the next. */
  readonly ringPitch: number;
}

/** Spreads `boxes` boxes over the width. */
export function layoutPath(boxes: number, width: number): PathLayout {
  const narrow = width < NARROW_BELOW;
  const wanted = narrow ? (boxes > 3 ? 66 : 76) : boxes > 3 ? 124 : 144;
  const box = Math.min(wanted, width * 0.25);
  const gap = (width - box * boxes - 4) / (boxes - 1);
  const at = (index: number): number => 2 + index * (box + gap);
  const places = Array.from({ length: boxes }, (_, index) => ({ from: at(index), to: at(index) + box }));
  const wires = Array.from({ length: boxes - 1 }, (_, index) => ({
    from: at(index) + box,
    to: at(index + 1),
  }));
  return { narrow, boxes: places, wires, ringPitch: narrow ? 10 : 12 };
}

/** How many of the waiting stand in line on a wire; the others are only counted. */
export function ringsShown(waiting: number, wire: Segment, ringPitch: number): number {
  return Math.max(0, Math.min(Math.round(waiting), Math.floor((wire.to - wire.from - 20) / ringPitch)));
}

/** The dots that move along a wire: more of them when more is under way, five at most. */
export function dotsShown(moving: number, wire: Segment): number {
  if (moving <= 0) return 0;
  return Math.min(wire.to - wire.from < 80 ? 2 : 5, 1 + Math.floor(Math.log2(Math.max(1, moving))));
}

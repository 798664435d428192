import {
  createStaleReads,
  isRecorded,
  type PlacedOrder,
  type RecordedOrder,
  type StaleOrder,
} from './sale-history.ts';
import type { WitnessKind } from './witness.ts';

/** Two orders of which the second was made on what the first had made wrong, and the oversold unit that it explains. */
export interface Pair {
  readonly kind: WitnessKind;
  readonly unit: number;
  readonly a: RecordedOrder;
  readonly b: RecordedOrder;
  readonly buyer: PlacedOrder;
}

/** Finds out how the orders of an epoch could go wrong. */
export interface WitnessSearch {
  /** Who made it possible that the buyer bought this unit. Null where it was not recorded. */
  pairOf(unit: number, buyer: PlacedOrder): Pair | null;
  /** The first order that erased another. Null where none did. */
  readonly firstErasure: RecordedOrder | null;
}

/** `line` as `lineUp` gives it, and the units that there were. */
export function createWitnessSearch(line: readonly PlacedOrder[], stock: number): WitnessSearch {
  const staleOf = createStaleReads(line, stock);
  const erasures = line.filter(isRecorded).map(staleOf).filter(isErasure);

  return {
    firstErasure: erasures[0]?.order ?? null,
    pairOf(unit, buyer) {
      const before = line[buyer.number - 2];
      if (isRecorded(buyer) && isRecorded(before) && before.trace.writeValue < buyer.quantity) {
        const a = staleOf(buyer).unseen.find(
          (order) => isRecorded(order) && order.trace.writeValue < buyer.quantity,
        );
        if (isRecorded(a)) return { kind: 'LAST_UNIT', unit, a, b: buyer, buyer };
      }
      const erasure = erasures.findLast(({ order }) => order.number <= buyer.number);
      const a = erasure?.unseen.at(-1);
      return erasure === undefined || !isRecorded(a)
        ? null
        : { kind: 'ERASED', unit, a, b: erasure.order, buyer };
    },
  };
}

/** A number written back that did not know of the write before it. */
function isErasure({ order, unseen }: StaleOrder): boolean {
  const { readValue, writeValue } = order.trace;
  const last = unseen.at(-1);
  return isRecorded(last) && writeValue === readValue - order.quantity && last.trace.writeValue !== readValue;
}

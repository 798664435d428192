import { limits } from './limits.ts';
import {
  createStaleReads,
  isRecorded,
  lineUp,
  type HistoricOrder,
  type PlacedOrder,
  type StaleOrder,
} from './sale-history.ts';
import { erasedWords, noteWords, oversoldWords } from './witness-words.ts';
import { drawUp } from './witness-steps.ts';
import type { Pair, Recorded, Testimony, Witness, WrongFrom } from './witness.ts';

/** An epoch that sold more than it had. */
export interface OversoldHistory {
  readonly stock: number;
  readonly held: number;
  readonly orders: readonly HistoricOrder[];
}

/**
 * What the orders of an epoch tell of its oversell: from which of them on it was wrong, and for each unit beyond the
 * stock, up to a limit, how it could be sold. Orders may come in any order.
 */
export function explainOversell({ stock, held, orders }: OversoldHistory): Testimony {
  const line = lineUp(orders, held);
  const staleOf = createStaleReads(line, stock);
  const erasures = line.filter(isRecorded).map(staleOf).filter(isErasure);
  const wrongFrom = firstWrong(line, erasures, stock);
  const oversold = (line.at(-1)?.taken ?? held) - stock;
  const witnesses: Witness[] = [];
  for (const buyer of line) {
    for (let unit = Math.max(stock, buyer.taken - buyer.quantity) + 1; unit <= buyer.taken; unit += 1) {
      if (witnesses.length === limits.witnessesMax) break;
      const pair = pairOf({ unit, buyer, line, staleOf, erasures });
      const witness = pair === null ? null : drawUp(pair, line, stock);
      if (witness !== null) witnesses.push(witness);
    }
  }
  return { witnesses, wrongFrom, witnessNote: noteWords(oversold, witnesses.length) };
}

interface Search {
  readonly unit: number;
  readonly buyer: PlacedOrder;
  readonly line: readonly PlacedOrder[];
  readonly staleOf: (order: Recorded) => StaleOrder;
  readonly erasures: readonly StaleOrder[];
}

/** Who made it possible that the buyer bought this unit. Null where it was not recorded. */
function pairOf({ unit, buyer, line, staleOf, erasures }: Search): Pair | null {
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
}

/** A number written back that did not know of the write before it. */
function isErasure({ order, unseen }: StaleOrder): boolean {
  const { readValue, writeValue } = order.trace;
  const last = unseen.at(-1);
  return isRecorded(last) && writeValue === readValue - order.quantity && last.trace.writeValue !== readValue;
}

function firstWrong(
  line: readonly PlacedOrder[],
  erasures: readonly StaleOrder[],
  stock: number,
): WrongFrom | null {
  const over = line.find(({ taken }) => taken > stock);
  const erasing = erasures[0]?.order;
  if (erasing !== undefined && erasing.number < (over?.number ?? Infinity))
    return wrong(erasing, erasedWords(erasing));
  return over === undefined ? null : wrong(over, oversoldWords(over, stock));
}

function wrong({ id, number, writtenAtMs }: PlacedOrder, explanation: string): WrongFrom {
  return { orderId: id, number, createdAtMs: writtenAtMs, explanation };
}

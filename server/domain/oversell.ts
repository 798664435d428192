import { limits } from './limits.ts';
import { lineUp, type HistoricOrder, type PlacedOrder, type RecordedOrder } from './sale-history.ts';
import { createWitnessSearch, type Pair } from './witness-search.ts';
import { erasedWords, noteWords, oversoldWords } from './witness-words.ts';
import type { StockChange, Testimony, Witness, WitnessBuyer, WrongFrom } from './witness.ts';

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
  const search = createWitnessSearch(line, stock);
  const pairs: Pair[] = [];
  for (const buyer of line) {
    for (let unit = Math.max(stock, buyer.taken - buyer.quantity) + 1; unit <= buyer.taken; unit += 1) {
      if (pairs.length === limits.witnessesMax) break;
      const pair = search.pairOf(unit, buyer);
      if (pair !== null && isInTime(pair)) pairs.push(pair);
    }
  }
  const since = Math.min(...pairs.flatMap(({ a, b }) => [a.trace.readAtMs, b.trace.readAtMs]));
  const oversold = (line.at(-1)?.taken ?? held) - stock;
  return {
    witnesses: pairs.map((pair) => toWitness(pair, stock, since)),
    stockChanges: changesSince(line, since, pairs.at(-1)?.b.number ?? 0),
    wrongFrom: firstWrong(line, search.firstErasure, stock),
    witnessNote: noteWords(oversold, pairs.length),
  };
}

/**
 * B did not see A's write, so it was committed after B had asked; and B's write had to wait for it. Times that contradict
 * this are of clocks that were set meanwhile: such a pair is no witness.
 */
function isInTime({ a, b }: Pair): boolean {
  return seenAfter(a, b) <= b.writtenAtMs;
}

function seenAfter(a: RecordedOrder, b: RecordedOrder): number {
  return Math.max(a.seenAtMs, b.trace.readAtMs);
}

function toWitness({ kind, unit, a, b, buyer }: Pair, stock: number, since: number): Witness {
  return {
    unit,
    kind,
    stock,
    a: toBuyer(a, seenAfter(a, b), since),
    b: toBuyer(b, b.seenAtMs, since),
    boughtBy: buyer.buyerId,
  };
}

function toBuyer(order: RecordedOrder, committedAtMs: number, since: number): WitnessBuyer {
  const { id: orderId, buyerId, strategy, number, quantity, trace, writtenAtMs } = order;
  const at = (ms: number): number => round(ms - since);
  return {
    orderId,
    buyerId,
    strategy,
    number,
    quantity,
    readAtMs: at(Math.min(trace.readAtMs, writtenAtMs)),
    readValue: trace.readValue,
    checkedAtMs: at(Math.min(Math.max(trace.checkedAtMs, trace.readAtMs), writtenAtMs)),
    writeAtMs: at(writtenAtMs),
    writeValue: trace.writeValue,
    committedAtMs: at(committedAtMs),
  };
}

/** How the row changed, from the last change before the first read on. */
function changesSince(line: readonly PlacedOrder[], since: number, until: number): StockChange[] {
  const changes = line
    .slice(0, until)
    .flatMap(({ trace, seenAtMs }) =>
      trace === null ? [] : [{ atMs: round(seenAtMs - since), value: trace.writeValue }],
    );
  const before = changes.findLastIndex(({ atMs }) => atMs <= 0);
  return changes.slice(Math.max(0, before)).slice(-limits.witnessChangesMax);
}

function firstWrong(
  line: readonly PlacedOrder[],
  erasing: RecordedOrder | null,
  stock: number,
): WrongFrom | null {
  const over = line.find(({ taken }) => taken > stock);
  if (erasing !== null && erasing.number < (over?.number ?? Infinity))
    return wrong(erasing, erasedWords(erasing));
  return over === undefined ? null : wrong(over, oversoldWords(over, stock));
}

function wrong({ id, number, writtenAtMs }: PlacedOrder, explanation: string): WrongFrom {
  return { orderId: id, number, createdAtMs: writtenAtMs, explanation };
}

/** To a microsecond, which is as exact as Postgres' clock. */
function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

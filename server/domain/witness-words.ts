import { limits } from './limits.ts';
import type { PlacedOrder, RecordedOrder } from './sale-history.ts';
import type { WitnessAct } from './witness-steps.ts';
import type { Witness, WitnessBuyer } from './witness.ts';

/** A step in words. A buyer who puts a number in the row is told from one who subtracts from it. */
export function actionOf(act: WitnessAct, { a, b }: Witness, role: 'A' | 'B'): string {
  const buyer = role === 'A' ? a : b;
  switch (act) {
    case 'READ':
      return 'reads the stock';
    case 'CHECK':
      return 'check passes';
    case 'WRITE':
      // B acted on an old number, so its values tell how it writes; A does as B does, if both ran the same.
      return wroteBack(a.strategy === b.strategy ? b : buyer)
        ? `writes back ${whole(buyer.writeValue)}`
        : `subtracts ${buyer.quantity}`;
    case 'COMMIT':
      return `commits order ${buyer.number}`;
  }
}

/** A witness in one sentence, by what its buyers read. It does not count the sales that were erased: one tells of two buyers only. */
export function titleOf({ kind, unit, a, b, boughtBy }: Witness): string {
  const sold = `Unit ${unit} was sold because`;
  const read = `its buyer had read a stock of ${whole(b.readValue)}`;
  if (kind === 'ERASED')
    return boughtBy === b.buyerId
      ? `${sold} ${read}, and wrote back ${whole(b.writeValue)} over what others had bought.`
      : `${sold} what others had bought was erased from the stock.`;
  if (a.readValue === b.readValue && b.readValue === b.quantity)
    return `${sold} two buyers saw the same last ${b.quantity === 1 ? 'unit' : 'units'}.`;
  return `${sold} ${read}, of which ${b.quantity === 1 ? 'none was' : 'too few were'} left by its turn.`;
}

/** A witness in a few sentences. */
export function storyOf(witness: Witness): string {
  const { kind, a, b, unit, stock, boughtBy } = witness;
  const began = `${readWords(a, b)} ${takeWords(witness)} ${againWords(witness)}`;
  const value = whole(b.writeValue);
  if (!wroteBack(b)) {
    const before = b.writeValue + b.quantity;
    const became = before === 0 ? `became ${value}` : `went from ${whole(before)} to ${value}`;
    return `${began} subtracted again, without looking again, and the stock ${became}.`;
  }
  const erased = `${began} wrote back ${value}, without looking again, and A's sale was gone from the stock`;
  return kind === 'ERASED' && boughtBy !== b.buyerId
    ? `${erased}. Of a stock that was too high from then on, unit ${unit} went to ${boughtBy}.`
    : `${erased}: the row ${b.writeValue === 0 ? 'looks right' : `says ${value} left`}, and ${unit} units of ${stock} are sold.`;
}

/** What is wrong from an order on that erased another. */
export function erasedWords({ number, trace }: RecordedOrder): string {
  return `Order ${number} wrote back ${whole(trace.writeValue)} from an old number: the sale before it was gone from the stock, which was too high from then on.`;
}

/** What is wrong from the order on that sold a unit too many. */
export function oversoldWords({ number, taken }: PlacedOrder, stock: number): string {
  return `Order ${number} was the first to sell what was not there: ${taken} units of ${stock}.`;
}

/** Why fewer units have a witness than were sold too many; null where each has one. */
export function noteWords(oversold: number, witnesses: number): string | null {
  if (witnesses >= oversold) return null;
  const reason =
    'what their orders read and wrote was not recorded: only the unsafe strategies record it, in the epoch that is running';
  if (witnesses === 0) return `There is no witness, since ${reason}.`;
  return witnesses === limits.witnessesMax
    ? `${witnesses} of ${oversold} units have a witness: more are not kept.`
    : `${oversold - witnesses} of ${oversold} units have no witness: ${reason}.`;
}

/** Whether the buyer, who acted on an old number, put its own result in the row. A subtraction would have come out lower. */
function wroteBack({ readValue, writeValue, quantity }: WitnessBuyer): boolean {
  return writeValue === readValue - quantity;
}

function readWords(a: WitnessBuyer, b: WitnessBuyer): string {
  const [first, second] = [whole(a.readValue), whole(b.readValue)];
  return first === second
    ? `A, ${a.buyerId}, and B, ${b.buyerId}, both read a stock of ${first}, and both checks passed.`
    : `A, ${a.buyerId}, read a stock of ${first}, B, ${b.buyerId}, one of ${second}, and both checks passed.`;
}

function takeWords(witness: Witness): string {
  const { kind, a, b } = witness;
  const committed = `committed at ${moments(witness).committed}.`;
  if (wroteBack(b)) return `A wrote back ${whole(a.writeValue)} and ${committed}`;
  const tookLast = kind === 'LAST_UNIT' && a.readValue > a.quantity;
  return tookLast ? `A took the last unit and ${committed}` : `A ${committed}`;
}

/** Whoever writes the row next has often waited for the one before: then the two moments are one. */
function againWords(witness: Witness): string {
  const { a, b } = witness;
  return a.committedAtMs === b.writeAtMs
    ? 'B, whose turn at the row had come,'
    : `At ${moments(witness).written} B`;
}

function moments({ a, b }: Witness): { readonly committed: string; readonly written: string } {
  const startMs = Math.min(a.readAtMs, b.readAtMs);
  const near = a.committedAtMs < b.writeAtMs && b.writeAtMs - a.committedAtMs < 0.1;
  const words = (atMs: number): string => `${(atMs - startMs).toFixed(near ? 3 : 1)} ms`;
  return { committed: words(a.committedAtMs), written: words(b.writeAtMs) };
}

/** With a real minus sign. */
function whole(value: number): string {
  return String(value).replace('-', '−');
}

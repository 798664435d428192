import { limits } from './limits.ts';
import type { PlacedOrder } from './sale-history.ts';
import type { Pair, Recorded, WitnessAct } from './witness.ts';

/** A step in words. `writesBack` tells a buyer who puts a number in the row from one who subtracts from it. */
export function actionOf(act: WitnessAct, order: Recorded, writesBack: boolean): string {
  switch (act) {
    case 'READ':
      return 'reads the stock';
    case 'CHECK':
      return 'check passes';
    case 'WRITE':
      return writesBack ? `writes back ${whole(order.trace.writeValue)}` : `subtracts ${order.quantity}`;
    case 'COMMIT':
      return `commits order ${order.number}`;
  }
}

/** Whether the order, which acted on an old number, put its own result in the row. A subtraction would have come out lower. */
export function wroteBack({ trace, quantity }: Recorded): boolean {
  return trace.writeValue === trace.readValue - quantity;
}

/** A witness in one sentence. */
export function titleOf({ kind, unit, a, b }: Pair): string {
  if (kind === 'ERASED') return `Unit ${unit} was sold because one sale was erased from the stock.`;
  const saw = a.trace.readValue === b.trace.readValue && b.trace.readValue === b.quantity;
  const what = b.quantity === 1 ? 'unit' : 'units';
  return `Unit ${unit} was sold because two buyers ${saw ? 'saw' : 'counted on'} the same last ${what}.`;
}

/** When A's write could be seen and when B wrote, ms since the first step; and how many units there were. */
export interface StoryFacts {
  readonly seenAtMs: number;
  readonly wroteAtMs: number;
  readonly stock: number;
}

/** A witness in a few sentences. */
export function storyOf(pair: Pair, facts: StoryFacts): string {
  const { kind, a, b, unit, buyer } = pair;
  const near = facts.seenAtMs.toFixed(1) === facts.wroteAtMs.toFixed(1);
  const at = (ms: number): string => `${ms.toFixed(near ? 3 : 1)} ms`;
  const sold = `${unit} units of ${facts.stock} are sold`;
  const reads = `${readWords(a, b)} ${madeWords(pair)} committed at ${at(facts.seenAtMs)}.`;
  const again = `At ${at(facts.wroteAtMs)} B`;
  const value = whole(b.trace.writeValue);
  if (!wroteBack(b)) {
    const before = b.trace.writeValue + b.quantity;
    const became = before === 0 ? `became ${value}` : `went from ${whole(before)} to ${value}`;
    return `${reads} ${again} subtracted again, without looking again, and the stock ${became}.`;
  }
  const erased = `${reads} ${again} wrote back ${value}, without looking again, and A's sale was gone from the stock`;
  return kind === 'ERASED' && buyer.id !== b.id
    ? `${erased}. Of a stock that was too high from then on, unit ${unit} went to ${buyer.buyerId}.`
    : `${erased}: the row looks right, and ${sold}.`;
}

/** What is wrong from an order on that erased another. */
export function erasedWords({ number, trace }: Recorded): string {
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

function readWords(a: Recorded, b: Recorded): string {
  const [first, second] = [whole(a.trace.readValue), whole(b.trace.readValue)];
  return first === second
    ? `A, ${a.buyerId}, and B, ${b.buyerId}, both read a stock of ${first}, and both checks passed.`
    : `A, ${a.buyerId}, read a stock of ${first}, B, ${b.buyerId}, one of ${second}, and both checks passed.`;
}

/** What A did before it committed. */
function madeWords({ kind, a, b }: Pair): string {
  if (wroteBack(b)) return `A wrote back ${whole(a.trace.writeValue)} and`;
  if (kind === 'LAST_UNIT' && a.trace.readValue > a.quantity) return 'A took the last unit and';
  return 'A';
}

/** With a real minus sign. */
function whole(value: number): string {
  return String(value).replace('-', '−');
}

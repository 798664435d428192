import { LARGE_SALE_UNITS } from '../postgres/repositories/books.ts';
import type { SaleRow } from '../postgres/repositories/imbalances.ts';

/** About as many orders as a round reads of sales that have changed, and as many of others; one sale at least. */
const UNITS_MAX = 50_000;
const SALES_MAX = 100;
/** Of a large sale only what is new is counted, except for the first time. */
const LARGE_MAX = 4;

/** What to look at in one round. */
export interface Round {
  /** Count every order. */
  readonly whole: readonly SaleRow[];
  /** Large, and changed since: count what is new. */
  readonly large: readonly SaleRow[];
  /** As they were when they were found in order; their gates may not be. */
  readonly gates: readonly SaleRow[];
}

/** Decides which sales are worth a look, so that a round costs about the same with ten orders and with ten million. */
export interface Rounds {
  next(rows: readonly SaleRow[]): Round;
  /** At this version of its row nothing is left to do about the sale. */
  settle(sale: Pick<SaleRow, 'saleId' | 'version'>): void;
  /** Look again in the next round, changed or not; `whole` at every order, where something was found among them. */
  watch(saleId: string, how?: 'whole'): void;
}

/**
 * Whoever moves units changes the sale's row, and with it its version: a sale is looked at as soon as that is another one.
 * Besides, all sales take turns. Rows come by id.
 */
export function createRounds(): Rounds {
  const seen = new Map<string, number>();
  const watched = new Map<string, 'whole' | undefined>();
  const nextDue = createTurns({ countMax: SALES_MAX, unitsMax: UNITS_MAX });
  const nextLarge = createTurns({ countMax: LARGE_MAX, unitsMax: Infinity });
  const nextOfAll = createTurns({ countMax: SALES_MAX, unitsMax: UNITS_MAX });
  const nextGates = createTurns({ countMax: SALES_MAX, unitsMax: Infinity });
  const isDue = ({ saleId, version, isPooled }: SaleRow): boolean =>
    isPooled || watched.has(saleId) || seen.get(saleId) !== version;

  return {
    next(rows) {
      // What was so before this process began comes to its turn.
      for (const { saleId, version } of rows) if (!seen.has(saleId)) seen.set(saleId, version);
      const due = rows.filter(isDue);
      const isQuick = (row: SaleRow): boolean => isLarge(row) && watched.get(row.saleId) !== 'whole';
      const whole = new Set([...nextDue(due.filter((row) => !isQuick(row))), ...nextOfAll(rows)]);
      return {
        whole: [...whole],
        large: nextLarge(due.filter(isQuick)).filter((row) => !whole.has(row)),
        gates: nextGates(rows).filter((row) => !isDue(row) && !whole.has(row)),
      };
    },
    settle({ saleId, version }) {
      seen.set(saleId, version);
      watched.delete(saleId);
    },
    watch: (saleId, how) => void watched.set(saleId, how ?? watched.get(saleId)),
  };
}

function isLarge({ sold }: SaleRow): boolean {
  return sold > LARGE_SALE_UNITS;
}

/** Goes round the sales, a few at each call. */
function createTurns({ countMax, unitsMax }: { countMax: number; unitsMax: number }) {
  let last = 0;
  return (rows: readonly SaleRow[]): SaleRow[] => {
    const isAfter = ({ saleId }: SaleRow): boolean => Number(saleId) > last;
    const picked: SaleRow[] = [];
    let units = 0;
    for (const row of [...rows.filter(isAfter), ...rows.filter((each) => !isAfter(each))].slice(
      0,
      countMax,
    )) {
      units += row.sold;
      if (picked.length > 0 && units > unitsMax) break;
      picked.push(row);
    }
    last = Number(picked.at(-1)?.saleId ?? 0);
    return picked;
  };
}

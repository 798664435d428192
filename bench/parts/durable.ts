import { rowOf, type Row } from '../measure/row.ts';
import { runRounds, type Contestant, type Figures } from '../measure/rounds.ts';
import type { Effort, Findings, Part } from '../part.ts';
import type { Book } from '../setting/books.ts';
import { openSetting, type Setting } from '../setting/setting.ts';
import { CONNECTIONS, createCost, openBuyers, type Buyers, type Cost } from './buyers.ts';
import { costNote, ECHO, openEcho, type Echo } from './echo.ts';
import { openSingleOrder, SINGLE_ORDER, type SingleOrder } from './single-order.ts';

/** Those that a rush is sold by: the only ones with targets here. */
const FASTEST = ['REDIS_LUA', 'GROUP_COMMIT'];
/** The others are there to be compared: fewer rounds tell that much. */
const OTHER_ROUNDS_MAX = 2;

/** Orders over HTTP and GraphQL, every one in Postgres before it is answered, of one sale that has enough for all. */
export const durable: Part = {
  name: 'durable',
  title: `Durable orders of one sale, over HTTP and GraphQL, ${CONNECTIONS} connections`,
  async measure(effort) {
    await using setting = await openSetting();
    await using buyers = await openBuyers();
    await using single = await openSingleOrder(setting, effort.seconds / 2);
    await using echo = await openEcho(await sizeOfAnswer(setting, buyers));
    const ground = { setting, buyers, single, echo };
    const all = await setting.server.admin.strategies();
    const others = all.filter(({ strategy }) => !FASTEST.includes(strategy));
    const fastest = await compare(ground, FASTEST.map(safe), effort);
    const fewer = { ...effort, rounds: Math.min(effort.rounds, OTHER_ROUNDS_MAX) };
    const rest = await compare(ground, others, fewer);
    return {
      rows: [...fastest.rows, ...rest.rows],
      notes: [single.note, buyers.note()],
      books: [...fastest.books, ...rest.books],
    };
  },
};

interface Ground {
  readonly setting: Setting;
  readonly buyers: Buyers;
  readonly single: SingleOrder;
  readonly echo: Echo;
}

interface Way {
  readonly strategy: string;
  readonly safe: boolean;
}

const safe = (strategy: string): Way => ({ strategy, safe: true });

/** Strategies, the echo and single orders, in turns. */
async function compare(
  ground: Ground,
  ways: readonly Way[],
  effort: Effort,
): Promise<Omit<Findings, 'notes'>> {
  const { setting, buyers, single, echo } = ground;
  const sellers: Seller[] = [];
  for (const way of ways) sellers.push(await openSeller(ground, way, effort.seconds));
  const references = [echo.contestant(buyers, { ...effort, strategy: 'REDIS_LUA' }), single.contestant];
  const figures = await runRounds([...references, ...sellers], effort);
  const books: Book[] = [];
  for (const seller of sellers) {
    const { strategy, saleId, sold, way } = seller;
    // The others oversell on purpose: there is nothing to hold them to.
    if (way.safe) books.push(await setting.books.close({ strategy, saleId, ...sold() }));
  }
  const rows = sellers.flatMap((seller) => rowsOf(seller, figures, costNote(seller.cost, echo.cost)));
  return { rows, books };
}

interface Seller extends Contestant {
  readonly strategy: string;
  readonly way: Way;
  readonly saleId: string;
  readonly cost: Cost;
  sold(): { confirmed: number; unknown: number };
  note(): string;
}

/** A strategy with a sale of its own, which it sells from in all rounds. */
async function openSeller({ setting, buyers }: Ground, way: Way, seconds: number): Promise<Seller> {
  const { books, server } = setting;
  const { strategy } = way;
  const saleId = await books.openSale();
  const cost = createCost();
  let confirmed = 0;
  let unknown = 0;
  let turnedAway = 0;
  return {
    name: strategy,
    strategy,
    way,
    saleId,
    cost,
    async measure() {
      const from = performance.now();
      const run = await buyers.ask(server, { wish: { saleId, strategy }, seconds });
      cost.add(run);
      const { answers, answered } = run;
      const promised = answers['PurchasePending'] ?? 0;
      const sold = (answers['PurchaseConfirmed'] ?? 0) + promised;
      confirmed += sold;
      unknown += answers['InProgress'] ?? 0;
      turnedAway += answered - sold;
      // A promise is no order: the clock runs until the last of them is in Postgres.
      if (promised > 0) await books.reached(saleId, confirmed);
      return sold / (promised > 0 ? (performance.now() - from) / 1_000 : run.seconds);
    },
    sold: () => ({ confirmed, unknown }),
    note: () => (turnedAway === 0 ? '' : `${turnedAway} of ${turnedAway + confirmed} asked to come back`),
  };
}

function rowsOf(seller: Seller, figures: Figures, cost: string): Row[] {
  const isFast = FASTEST.includes(seller.strategy);
  const values = figures.get(seller.name) ?? [];
  const row = { what: seller.strategy, unit: 'orders/s', values };
  const words = [seller.way.safe ? '' : 'unsafe', seller.note(), cost].filter((word) => word !== '');
  return [
    rowOf({
      ...row,
      reference: { what: ECHO, values: figures.get(ECHO) ?? [] },
      ...(isFast ? { target: { atLeast: 0.45 } } : {}),
      note: words.join('; '),
    }),
    rowOf({
      ...row,
      reference: { what: SINGLE_ORDER, values: figures.get(SINGLE_ORDER) ?? [] },
      ...(isFast ? { target: { atLeast: 5 } } : {}),
    }),
  ];
}

async function sizeOfAnswer({ server, books }: Setting, buyers: Buyers): Promise<number> {
  const saleId = await books.openSale();
  const { bodyBytes } = await buyers.ask(server, { wish: { saleId, strategy: 'REDIS_LUA' }, seconds: 0.3 });
  return bodyBytes;
}

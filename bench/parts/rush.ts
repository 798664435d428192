import { rowOf } from '../measure/row.ts';
import { runRounds, type Contestant } from '../measure/rounds.ts';
import type { Part } from '../part.ts';
import type { Book } from '../setting/books.ts';
import { openSetting, type Setting } from '../setting/setting.ts';
import type { Buyers } from './buyers.ts';
import { openBuyers } from './buyers.ts';
import { ECHO, openEcho } from './echo.ts';

const BUYERS = 2_000;
const UNITS = 100;
const STRATEGIES = ['REDIS_LUA', 'GROUP_COMMIT', 'CONDITIONAL_UPDATE', 'ROW_LOCK'];
const ANSWER_BYTES = 200;
/** All are sent in the first instant: this only ends a server that doesn't answer. */
const AT_MOST_SECONDS = 60;

/** The sale of the README's first minute: everybody at once, and a unit for one in twenty. */
export const rush: Part = {
  name: 'rush',
  title: `${BUYERS.toLocaleString('en-US')} buyers at once on ${UNITS} units, until all have their answer`,
  async measure({ rounds, say }) {
    await using setting = await openSetting();
    await using buyers = await openBuyers();
    await using echo = await openEcho(ANSWER_BYTES);
    const how = { connections: BUYERS, requestsMax: BUYERS, seconds: AT_MOST_SECONDS };
    const reference: Contestant = {
      name: ECHO,
      async measure() {
        const { seconds } = await buyers.ask(echo.asked, { ...how, wish: { saleId: '1' } });
        return seconds * 1_000;
      },
    };
    const rushes = STRATEGIES.map((strategy) => createRush(setting, buyers, strategy));
    const figures = await runRounds([reference, ...rushes], { rounds: Math.min(rounds, 3), say });
    const rows = rushes.map(({ name, note }) =>
      rowOf({
        what: name,
        unit: 'ms',
        values: figures.get(name) ?? [],
        reference: { what: ECHO, values: figures.get(ECHO) ?? [] },
        note: note(),
      }),
    );
    return { rows, notes: [], books: rushes.flatMap(({ books }) => books) };
  },
};

function createRush({ server, books }: Setting, buyers: Buyers, strategy: string) {
  const closed: Book[] = [];
  let turnedAway = 0;
  return {
    name: strategy,
    books: closed,
    note: () => (turnedAway === 0 ? '' : `${turnedAway} buyers of all rounds asked to come back`),
    async measure() {
      const saleId = await books.openSale(UNITS);
      const how = { connections: BUYERS, requestsMax: BUYERS, seconds: AT_MOST_SECONDS };
      const { answers, answered, seconds } = await buyers.ask(server, { ...how, wish: { saleId, strategy } });
      const confirmed = answers['PurchaseConfirmed'] ?? 0;
      const unknown = answers['InProgress'] ?? 0;
      turnedAway += answered - confirmed - (answers['SoldOut'] ?? 0);
      const book = await books.close({ saleId, strategy, confirmed, unknown });
      closed.push({ ...book, isExact: book.isExact && book.orders === UNITS });
      return seconds * 1_000;
    },
  };
}

import { median } from '../../sdk/comparison/interval.ts';
import { rowOf, type Row } from '../measure/row.ts';
import { runRounds } from '../measure/rounds.ts';
import type { Part } from '../part.ts';
import { openSetting } from '../setting/setting.ts';
import { openBuyers, type Asked, type Buyers } from './buyers.ts';
import { ECHO, openEcho } from './echo.ts';

/** Of what the server takes in nine of ten moments: more than that on average, and a queue grows in each slow one. */
const SHARE = 0.7;
/** Short measurements, several of them: a machine has slow moments, and one of them spoils a whole p99. */
const ROUNDS_MAX = 5;
/** Enough that hardly anybody waits for a connection: that wait is the server's to answer for only at its limit. */
const OPEN_CONNECTIONS = 300;
/** Bytes of a sold-out answer. */
const ECHO_BYTES = 65;

/** How long buyers wait who arrive by themselves, at a load that the server can take. */
export const waits: Part = {
  name: 'waits',
  title:
    'Waits at 70 % of the sustained limit, buyers arriving by the clock (Poisson), from when each was due',
  async measure({ seconds, rounds, say }) {
    await using setting = await openSetting();
    await using buyers = await openBuyers();
    const { books, server } = setting;
    const empty = await books.openSale(1);
    await server.admin.purchase({ saleId: empty, buyerId: 'first' });
    const full = await books.openSale();
    await using echo = await openEcho(ECHO_BYTES);
    const ground = { buyers, seconds };
    const bought = createSubject(ground, { what: 'REDIS_LUA', saleId: full, asked: server, atMost: 6 });
    const subjects = [
      createSubject(ground, { what: 'sold-out purchase', saleId: empty, asked: server, atMost: 6 }),
      bought,
      createSubject(ground, { what: ECHO, saleId: empty, asked: echo.asked }),
    ];
    await runRounds(subjects, { rounds: Math.min(rounds, ROUNDS_MAX), say });
    const confirmed = bought.confirmed();
    return {
      rows: subjects.map((subject) => subject.row()),
      notes: [buyers.note()],
      books: [
        await books.close({ saleId: empty, strategy: 'REDIS_LUA', confirmed: 1 }),
        await books.close({ saleId: full, strategy: 'REDIS_LUA', confirmed }),
      ],
    };
  },
};

/**
 * Looks for the limit anew in each round, then asks at its share of what was found so far: the median, since a limit that was
 * found in a quick second is more than the limit of the next. What the echo shows is what the machine and the load generator
 * beside it make of any server.
 */
function createSubject(
  { buyers, seconds }: { buyers: Buyers; seconds: number },
  { what, saleId, asked, atMost }: { what: string; saleId: string; asked: Asked; atMost?: number },
) {
  const limits: number[] = [];
  const found: { p99: number; median: number; perSecond: number; late: number }[] = [];
  let confirmed = 0;
  const ask = async (how: { perSecond?: number; connections?: number; seconds: number }) => {
    const answers = await buyers.ask(asked, { wish: { saleId }, ...how });
    confirmed += answers.answers['PurchaseConfirmed'] ?? 0;
    return answers;
  };
  return {
    name: what,
    async measure() {
      limits.push((await ask({ seconds })).sustained);
      // The first is measured cold, and counts for nothing but its own round, which doesn't either.
      const warm = limits.length > 1 ? limits.slice(1) : limits;
      const perSecond = SHARE * median(warm);
      const { latency, lateP99Ms } = await ask({
        seconds: 1.5 * seconds,
        perSecond,
        connections: OPEN_CONNECTIONS,
      });
      found.push({ p99: latency.p99Ms, median: latency.p50Ms, perSecond, late: lateP99Ms });
      return latency.p99Ms / latency.p50Ms;
    },
    confirmed: () => confirmed,
    row(): Row {
      const measured = found.slice(1);
      const rates = measured.map(({ perSecond }) => Math.round(perSecond)).join(', ');
      const late = Math.max(...measured.map((each) => each.late));
      return rowOf({
        what: `${what}, p99`,
        unit: 'ms',
        values: measured.map(({ p99 }) => p99),
        reference: { what: 'median', values: measured.map(({ median }) => median) },
        ...(atMost === undefined ? {} : { target: { atMost } }),
        note: `at ${rates} a second; sent ${late} ms late at most (p99)`,
      });
    },
  };
}

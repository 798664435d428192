import { rowOf } from '../measure/row.ts';
import { runRounds } from '../measure/rounds.ts';
import type { Part } from '../part.ts';
import { openSetting } from '../setting/setting.ts';
import { CONNECTIONS, createCost, openBuyers, rateOf } from './buyers.ts';
import { costNote, ECHO, openEcho } from './echo.ts';

/** How fast buyers are turned away who came too late. */
export const soldOut: Part = {
  name: 'sold-out',
  title: `Sold out, over HTTP and GraphQL, ${CONNECTIONS} connections`,
  async measure({ seconds, rounds, say }) {
    await using setting = await openSetting();
    await using buyers = await openBuyers();
    const { server, books } = setting;
    const saleId = await books.openSale(1);
    await server.admin.purchase({ saleId, buyerId: 'first' });
    const wish = { wish: { saleId }, seconds };
    const first = await buyers.ask(server, { ...wish, seconds: seconds / 2 });
    await using echo = await openEcho(first.bodyBytes);
    const cost = createCost();
    const product = {
      name: 'sold out',
      async measure() {
        const answers = await buyers.ask(server, wish);
        cost.add(answers);
        return rateOf(answers, 'SoldOut');
      },
    };
    const figures = await runRounds([echo.contestant(buyers, { seconds }), product], { rounds, say });
    const row = rowOf({
      what: 'sold-out purchase',
      unit: 'answers/s',
      values: figures.get(product.name) ?? [],
      reference: { what: ECHO, values: figures.get(ECHO) ?? [] },
      target: { atLeast: 0.7 },
      note: costNote(cost, echo.cost),
    });
    const book = await books.close({ saleId, strategy: 'REDIS_LUA', confirmed: 1 });
    return { rows: [row], notes: [buyers.note()], books: [book] };
  },
};

// Buys one unit of the first sale: node examples/buy.mjs [url] [buyer]
/* oxlint-disable no-console */
import { createClient } from 'flash-sale/sdk';

const { PORT = '4000' } = process.env;
const [url = `http://127.0.0.1:${PORT}/graphql`, buyerId = 'ada'] = process.argv.slice(2);
let client;
try {
  client = createClient({ url });
  const [sale] = await client.sales();
  const result = await client.purchase({ saleId: sale.id, buyerId });
  switch (result.__typename) {
    case 'PurchaseConfirmed':
      console.log(`${buyerId} bought ${sale.product.name}, order ${result.order.id}`);
      break;
    default:
      console.log(`${result.__typename}: ${result.message}`);
  }
} catch (error) {
  // Such as a server that does not run: the words say what to do.
  console.error(error.message);
  process.exitCode = 1;
}
await client?.close();

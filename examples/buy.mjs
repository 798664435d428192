// Buys one unit of the first sale: node examples/buy.mjs [url] [buyer]
/* oxlint-disable no-console */
import { createClient } from 'flash-sale/sdk';

const [url = 'http://127.0.0.1:4000/graphql', buyerId = 'ada'] = process.argv.slice(2);
const client = createClient({ url });
const [sale] = await client.sales();
const result = await client.purchase({ saleId: sale.id, buyerId });
switch (result.__typename) {
  case 'PurchaseConfirmed':
    console.log(`${buyerId} bought ${sale.product.name}, order ${result.order.id}`);
    break;
  default:
    console.log(`${result.__typename}: ${result.message}`);
}
await client.close();

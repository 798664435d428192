/** Writes a sale's whole history to a file: `npm run export -- --sale 1 --format csv --out sale.csv`. */
import { parseArgs } from 'node:util';
import { EXIT } from '../cli/exit-code.ts';
import { Failure } from '../cli/failure.ts';
import { download } from './download.ts';
import { exportWords, readWish, USAGE } from './wish.ts';

try {
  const { values } = parseArgs({
    options: {
      sale: { type: 'string' },
      format: { type: 'string' },
      out: { type: 'string' },
      url: { type: 'string' },
      token: { type: 'string' },
      force: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) console.log(USAGE);
  else {
    const wish = await readWish(values, { env: process.env, cwd: process.cwd() });
    const { bytes } = await download(wish);
    console.log(exportWords(wish, bytes));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  // All else that is thrown here is parseArgs, about a flag that there isn't.
  process.exitCode = error instanceof Failure ? error.exitCode : EXIT.usage;
}

import { download } from '../../export/download.ts';
import { exportWords, readWish, type WishOptions } from '../../export/wish.ts';
import { EXIT } from '../exit-code.ts';
import { writeJson } from '../json.ts';
import type { Terminal } from '../terminal.ts';

/** The options of `export`. */
export interface ExportOptions extends WishOptions {
  readonly json?: boolean;
}

/** `flash-sale export`: a sale's whole history as a file, as `npm run export` writes it. Answers with the exit code. */
export async function exportHistory(options: ExportOptions, terminal: Terminal): Promise<number> {
  const wish = await readWish(options, terminal);
  const { bytes } = await download(wish);
  const { sale, format, out } = wish;
  if (options.json === true) writeJson(terminal.stdout, { exitCode: EXIT.exact, sale, format, out, bytes });
  else terminal.stdout.write(`${exportWords(wish, bytes)}\n`);
  return EXIT.exact;
}

/** What to export from where to which file. */
export interface ExportWish {
  readonly sale: string;
  readonly format: 'jsonl' | 'csv';
  readonly out: string;
  /** Of the export itself. */
  readonly url: string;
  readonly token: string;
}

/** The flags, and what stands in for them. */
export const USAGE = `npm run export -- --sale 1 [--format jsonl|csv] [--out FILE] [--url URL] [--token TOKEN]

  --sale     the id of the sale
  --format   jsonl (one JSON object a line) or csv; jsonl unless said otherwise
  --out      the file to write; sale-<id>.<format> unless said otherwise
  --url      the server, http://127.0.0.1:4000 unless said here or in FLASH_SALE_URL
  --token    the admin token, here or in FLASH_SALE_TOKEN; the server prints it when it starts`;

/** Throws an Error whose words say what to give. */
export function readWish(given: Readonly<Record<string, string | boolean | undefined>>): ExportWish {
  const { sale, format = 'jsonl', url = 'http://127.0.0.1:4000', token } = given;
  if (typeof sale !== 'string' || !/^\d+$/.test(sale))
    throw new Error(`--sale must be the id of a sale.\n\n${USAGE}`);
  if (format !== 'jsonl' && format !== 'csv') throw new Error('--format must be jsonl or csv.');
  if (typeof token !== 'string' || token === '')
    throw new Error(
      'Give the admin token by --token or FLASH_SALE_TOKEN. The server prints it when it starts.',
    );
  const base = String(url).replace(/\/(graphql)?$/, '');
  if (!URL.canParse(base)) throw new Error(`--url must be the address of a server, not ${String(url)}.`);
  const out = typeof given['out'] === 'string' ? given['out'] : `sale-${sale}.${format}`;
  return { sale, format, out, token, url: `${base}/export/sales/${sale}.${format}` };
}

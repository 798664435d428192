import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { findAdminToken } from '../cli/admin-token.ts';
import { fileExists, usageFailure } from '../cli/failure.ts';
import { checkFolder } from '../cli/report/out-folder.ts';
import { serverAddress } from '../cli/server-address.ts';
import { type Surroundings, variable } from '../cli/terminal.ts';

/** What to export from where to which file. */
export interface ExportWish {
  readonly sale: string;
  readonly format: 'jsonl' | 'csv';
  readonly out: string;
  /** Of the export itself. */
  readonly url: string;
  readonly token: string;
}

/** What somebody gave: flags, as they were written. */
export interface WishOptions {
  readonly sale?: string;
  readonly format?: string;
  readonly out?: string;
  readonly url?: string;
  readonly token?: string;
  readonly force?: boolean;
}

/** The flags, and what stands in for them. */
export const USAGE = `npm run export -- --sale 1 [--format jsonl|csv] [--out FILE] [--url URL] [--token TOKEN] [--force]

  --sale     the id of the sale
  --format   jsonl (one JSON object a line) or csv; jsonl unless said otherwise
  --out      the file to write; sale-<id>.<format> unless said otherwise
  --url      the server: here or in FLASH_SALE_URL, else PORT (4000) of this machine
  --token    the admin token: here, in FLASH_SALE_TOKEN or ADMIN_TOKEN, else the one in DATA_DIR, ./.data
  --force    replace the file if there is one`;

/** Finds server and token as the command line does. Throws a Failure whose words say what to give. */
export async function readWish(given: WishOptions, surroundings: Surroundings): Promise<ExportWish> {
  const { sale, format = 'jsonl' } = given;
  if (sale === undefined || !/^\d+$/.test(sale))
    throw usageFailure(`--sale must be the id of a sale.\n\n${USAGE}`);
  if (format !== 'jsonl' && format !== 'csv') throw usageFailure('--format must be jsonl or csv.');
  const out = given.out ?? `sale-${sale}.${format}`;
  await checkFolder(dirname(resolve(surroundings.cwd, out)), 'the export');
  const { url } = serverAddress(given.url ?? variable(surroundings, 'FLASH_SALE_URL'), surroundings);
  const told = given.token ?? variable(surroundings, 'FLASH_SALE_TOKEN');
  const { token } = await findAdminToken({ url, given: told }, surroundings);
  if (given.force !== true && existsSync(resolve(surroundings.cwd, out))) throw fileExists(out, '--out');
  return { sale, format, out, token, url: `${url}/export/sales/${sale}.${format}` };
}

/** What was written, in a sentence. */
export const exportWords = ({ out, sale }: ExportWish, bytes: number): string =>
  `${out}: ${bytes.toLocaleString('en')} bytes, the whole history of sale ${sale}.`;

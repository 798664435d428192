import type { Stores } from './embedded/store.ts';

export interface SummaryOptions {
  readonly stores: Stores;
  /** One that a browser on this machine can open. */
  readonly url: string;
  /** Processes that serve. */
  readonly workers: number;
  readonly dataDir: string;
  /** Null when the user set it: then it isn't ours to print. */
  readonly madeToken: string | null;
}

const LABEL_CHARS = 12;

/** What was started and where it is, for a terminal. */
export function summary({ stores, url, workers, dataDir, madeToken }: SummaryOptions): string {
  const rows = [
    ['Dashboard', `${url}/`],
    ['', madeToken === null ? 'sign in with your ADMIN_TOKEN' : `${url}/#token=${madeToken} (signed in)`],
    ['GraphiQL', `${url}/graphiql`],
    ['Stores', stores.postgres.description],
    ['', stores.redis.description],
    ['Data', dataDir],
    ...(workers === 1 ? [] : [['Workers', String(workers)] as const]),
  ] as const;
  const lines = rows.map(([label, value]) => `  ${label.padEnd(LABEL_CHARS)}${value}`);
  const seconds = process.uptime().toFixed(1);
  return `\n  flash-sale is ready (${seconds} s)\n\n${lines.join('\n')}\n\n  Ctrl-C stops it and what it started.\n`;
}

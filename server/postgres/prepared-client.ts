import pg from 'pg';
import { WatchedClient, type WatchedConfig } from './watched-client.ts';

/** Texts that are given a name. A program has a few dozen; whatever comes beyond is not prepared. */
const TEXTS_MAX = 200;

type Query = (...args: unknown[]) => unknown;

const names = new Map<string, string>();

/**
 * A connection that prepares statements with values when they first come, and from then on sends their name: Postgres
 * parses and plans each once, not for every buyer. TypeORM has no way to ask for that.
 */
export class PreparingClient extends WatchedClient {
  constructor(config?: WatchedConfig) {
    super(config);
    const send: Query = Reflect.get(pg.Client.prototype, 'query').bind(this);
    Reflect.set(this, 'query', (...[text, values, ...rest]: unknown[]) => {
      const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined;
      return name === undefined ? send(text, values, ...rest) : send({ name, text, values }, ...rest);
    });
  }
}

/** The same text has the same name on every connection; undefined when there are too many. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= TEXTS_MAX) return known;
  const name = `s${names.size + 1}`;
  names.set(text, name);
  return name;
}

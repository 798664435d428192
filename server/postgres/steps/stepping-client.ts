import { callbackify } from 'node:util';
import pg from 'pg';
import type { Passage, Turnstile } from '../../domain/turnstile.ts';

/** They see nothing and change nothing that anyone else could see: no step is made of them. */
const UNSEEN = /^\s*(?:BEGIN|START TRANSACTION|SET|RESET|SHOW|SAVEPOINT|RELEASE)\b/i;

type Query = (...args: unknown[]) => Promise<unknown>;

/** A connection whose statements go through a turnstile, be they sent by TypeORM, by a pool or prepared. */
export function steppingClient(turnstile: Turnstile): typeof pg.Client {
  return class extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      const send: Query = Reflect.get(pg.Client.prototype, 'query').bind(this);
      Reflect.set(this, 'query', (...args: unknown[]) => {
        const [callback, ...rest] = takeCallback(args);
        const passage = passageOf(rest, Reflect.get(this, 'processID'));
        const answer = UNSEEN.test(passage.text)
          ? send(...rest)
          : turnstile.pass(passage, () => send(...rest));
        if (callback === null) return answer;
        callbackify(() => answer)(callback);
      });
    }
  };
}

type Callback = (error: Error | null, result: unknown) => void;

/** pg takes a callback as its last argument, or answers with a promise. */
function takeCallback(args: unknown[]): [Callback | null, ...unknown[]] {
  const last = args.at(-1);
  return isCallback(last) ? [last, ...args.slice(0, -1)] : [null, ...args];
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
}

function passageOf([query, values]: unknown[], backend: unknown): Passage {
  const config = typeof query === 'object' && query !== null ? query : { text: query, values };
  const list: unknown = Reflect.get(config, 'values') ?? values;
  return {
    store: 'POSTGRES',
    text: String(Reflect.get(config, 'text')),
    values: Array.isArray(list) ? list : [],
    backend: typeof backend === 'number' ? backend : null,
  };
}

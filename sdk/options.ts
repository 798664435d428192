/** The admin token, or a function that is asked for it before each request; undefined sends none. */
export type TokenSource = string | (() => string | undefined | Promise<string | undefined>);

/** How to reach a server. */
export interface ClientOptions {
  /** The GraphQL endpoint, `http://127.0.0.1:4000/graphql`; in a browser also a path, `/graphql`. */
  readonly url: string;
  /** Needed by the operations that the schema calls Admin. */
  readonly token?: TokenSource;
  /** How long one request may take, milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** Told when the connection of the feeds opens, and when it is lost and being sought again. */
  readonly onConnection?: (state: 'open' | 'lost') => void;
}

/** What a single call may set. */
export interface CallOptions {
  /** Gives up the call; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
}

/** The token of this moment. */
export const tokenOf = async (source: TokenSource | undefined): Promise<string | undefined> =>
  typeof source === 'function' ? source() : source;

/** `url` made absolute where the page's own address allows it, with another scheme if one is given. */
export function endpoint(url: string, scheme: 'http' | 'ws'): string {
  const absolute = new URL(url, globalThis.location?.href);
  if (scheme === 'ws') absolute.protocol = absolute.protocol.replace('http', 'ws');
  return absolute.href;
}

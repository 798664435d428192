/** The admin token, or a function that is asked for it before each request; undefined sends none. */
export type TokenSource = string | (() => string | undefined | Promise<string | undefined>);

/** How to reach a server. */
export interface ClientOptions {
  /** The GraphQL endpoint, `http://127.0.0.1:4000/graphql`; in a browser also a path, `/graphql`. */
  readonly url: string;
  /** Needed by the operations that the schema calls Admin. */
  readonly token?: TokenSource | undefined;
  /** How long one request may take, milliseconds. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Told when the connection of the feeds opens, and when it is lost and being sought again. */
  readonly onConnection?: ((state: 'open' | 'lost') => void) | undefined;
}

/** What a single call may set. */
export interface CallOptions {
  /** Gives up the call; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
}

/** Whether a token can travel in a header: visible ASCII, which no line break is. */
export const isSendableToken = (token: string): boolean => /^[\x20-\x7e]*$/.test(token);

/** Throws a TypeError for options of which no call could come to anything. It repeats no token. */
export function checkOptions(options: ClientOptions | undefined): void {
  const url: unknown = options?.url;
  const base = globalThis.location?.href;
  const isUrl =
    typeof url === 'string' && URL.canParse(url, base) && /^https?:$/.test(new URL(url, base).protocol);
  if (!isUrl)
    throw new TypeError(
      'createClient needs the url of a GraphQL endpoint, such as http://127.0.0.1:4000/graphql.',
    );
  if (typeof options?.token === 'string') checkToken(options.token);
}

/** The token of this moment. Throws a TypeError for one that can't be sent. */
export async function tokenOf(source: TokenSource | undefined): Promise<string | undefined> {
  if (typeof source !== 'function') return source;
  const token = await source();
  if (token !== undefined) checkToken(token);
  return token;
}

function checkToken(token: string): void {
  if (!isSendableToken(token))
    throw new TypeError(
      'The token has a line break, or a character that is not ASCII: no header can carry it.',
    );
}

/** `url` made absolute where the page's own address allows it, with another scheme if one is given. */
export function endpoint(url: string, scheme: 'http' | 'ws'): string {
  const absolute = new URL(url, globalThis.location?.href);
  if (scheme === 'ws') absolute.protocol = absolute.protocol.replace('http', 'ws');
  return absolute.href;
}

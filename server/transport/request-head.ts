import { isJson } from './read-body.ts';

/** What an operation's request says before its body. */
export interface OperationHead {
  readonly bodyBytes: number;
  readonly host: string;
  readonly accept: string | undefined;
  readonly authorization: string | undefined;
}

const REQUEST_LINE = 'POST /graphql HTTP/1.1';
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e]*)$/;
const HEADERS_MAX = 50;

/** Headers that say how the message is framed or what becomes of the connection: none of them is plain. */
const NOT_PLAIN = new Set([
  'content-encoding',
  'expect',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** Headers that are read. Twice the same means that two readers may disagree about it. */
const READ = new Set(['accept', 'authorization', 'connection', 'content-length', 'content-type', 'host']);

/**
 * Reads the head of a plain operation: POST /graphql, JSON of a known length, a connection to be kept. Null for everything
 * else, be it good or bad: whoever knows all of HTTP is to read it then. `text` ends before the empty line.
 */
export function readOperationHead(text: string): OperationHead | null {
  const [requestLine, ...lines] = text.split('\r\n');
  if (requestLine !== REQUEST_LINE || lines.length > HEADERS_MAX) return null;
  const headers = readHeaders(lines);
  if (headers === null) return null;
  const host = headers.get('host');
  const length = headers.get('content-length') ?? '';
  const connection = headers.get('connection') ?? 'keep-alive';
  const isPlain =
    /^\d{1,7}$/.test(length) &&
    isJson(headers.get('content-type')) &&
    connection.toLowerCase() === 'keep-alive';
  if (!isPlain || host === undefined) return null;
  const accept = headers.get('accept');
  return { bodyBytes: Number(length), host, accept, authorization: headers.get('authorization') };
}

/** Those that are read, by their names in small letters; null when one of all is no plain header. */
function readHeaders(lines: readonly string[]): Map<string, string> | null {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, rawName, rawValue = ''] = HEADER.exec(line) ?? [];
    const name = rawName?.toLowerCase();
    if (name === undefined || NOT_PLAIN.has(name) || headers.has(name)) return null;
    if (READ.has(name)) headers.set(name, rawValue.trim());
  }
  return headers;
}

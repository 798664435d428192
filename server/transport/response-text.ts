/** An answer and the id of its request. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly requestId: string;
}

const REASONS: Readonly<Record<number, string>> = { 200: 'OK', 500: 'Internal Server Error' };

/** An HTTP response as text: the headers that node:http and the router would send, in their order. */
export function responseText(
  { status, contentType, text, requestId }: Answer,
  isLast: boolean,
): { readonly text: string; readonly encoding: 'latin1' | 'utf8' } {
  const bytes = Buffer.byteLength(text);
  const connection = isLast ? 'close' : 'keep-alive\r\nKeep-Alive: timeout=5';
  const head =
    `HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\nx-content-type-options: nosniff\r\nx-request-id: ${requestId}\r\n` +
    `cache-control: no-store\r\ncontent-type: ${contentType}\r\ncontent-length: ${bytes}\r\n` +
    `Date: ${httpDate()}\r\nConnection: ${connection}\r\n\r\n`;
  // As long as it is plain ASCII, the shorter way of writing it is the same.
  return { text: head + text, encoding: bytes === text.length ? 'latin1' : 'utf8' };
}

let date = { second: 0, text: '' };

/** The time as HTTP writes it, made once a second. */
function httpDate(): string {
  const second = Math.floor(Date.now() / 1_000);
  if (date.second !== second) date = { second, text: new Date(second * 1_000).toUTCString() };
  return date.text;
}

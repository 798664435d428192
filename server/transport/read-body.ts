import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** Documents of the dashboard and of GraphiQL fit many times over; nothing else needs more. */
export const BODY_MAX_BYTES = 100_000;

/** A request that is refused before GraphQL sees it. */
export class HttpRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'HttpRefusal';
    this.status = status;
  }
}

/** Reads a JSON object. Throws an HttpRefusal that says what was wrong: 415, 413 or 400. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const { 'content-type': type, 'content-encoding': encoding = 'identity' } = request.headers;
  if (!isJson(type)) {
    const words = 'Send the operation as JSON in UTF-8, with "Content-Type: application/json".';
    throw new HttpRefusal(415, words);
  }
  if (encoding.toLowerCase() !== 'identity') {
    const words = `The body is encoded (${encoding.slice(0, 40)}): send it as it is, without Content-Encoding.`;
    throw new HttpRefusal(415, words);
  }
  const bytes = isTooLarge(request) ? null : await readBytes(request);
  if (bytes === null) throw new HttpRefusal(413, `The body is larger than ${BODY_MAX_BYTES} bytes.`);
  if (!isUtf8(bytes)) throw new HttpRefusal(400, 'The body is not UTF-8.');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new HttpRefusal(400, `The body is not JSON: ${why}`);
  }
}

const EXAMPLE = '{"query": "{ health { status } }"}';

/** Throws an HttpRefusal for a body that holds no single operation, whatever the operation may be. */
export function checkBody(body: unknown): void {
  if (Array.isArray(body))
    throw new HttpRefusal(400, `Send one operation a request, not a batch: ${EXAMPLE}.`);
  if (typeof body !== 'object' || body === null || Object.keys(body).length === 0)
    throw new HttpRefusal(400, `Send a JSON object that holds an operation: ${EXAMPLE}.`);
}

/** Whether a content type is that of an operation: JSON, in the one charset it has. */
export function isJson(contentType = ''): boolean {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const isUtf8 = parameters.every((each) => !/^\s*charset\s*=/.test(each) || /=\s*"?utf-?8"?\s*$/.test(each));
  return isUtf8 && /^\s*application\/(graphql-response\+)?json\s*$/.test(type);
}

/** Whether a request says itself that its body is larger than any that is taken. */
export function isTooLarge(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > BODY_MAX_BYTES;
}

/** Null for too many. */
function readBytes(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= BODY_MAX_BYTES) chunks.push(chunk);
    });
    request.once('end', () => resolve(bytes > BODY_MAX_BYTES ? null : Buffer.concat(chunks)));
    // Its client went away: nobody is left to tell, and nothing is wrong here.
    request.once('error', () => reject(new HttpRefusal(400, 'The body broke off.')));
  });
}

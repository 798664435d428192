import { randomBytes } from 'node:crypto';
import { dial } from './dial.ts';

const HEAD_END = '\r\n\r\n';
const FINAL = 0x80;
const MASKED = 0x80;
const LENGTH = 0x7f;
const TEXT = 0x1;
const PING = 0x9;
const PONG = 0xa;
const TWO_BYTES_MORE = 126;

/** A WebSocket that reads whole, short text frames and answers pings, and nothing else: whatever is different is an error. */
export interface FrameSocket {
  send(text: string): void;
  close(): void;
}

/** What happens on it. `onText` has the bytes until it returns. */
export interface FrameEvents {
  onText(bytes: Buffer): void;
  onError(error: Error): void;
}

/** Opens one. A client that understood more would take CPU time from who is measured. */
export async function openFrameSocket(
  url: URL,
  protocol: string,
  { onText, onError }: FrameEvents,
): Promise<FrameSocket> {
  let hear = (_bytes: Buffer): void => undefined;
  let isClosing = false;
  const fail = (error: Error): void => {
    socket.destroy();
    if (!isClosing) onError(error);
    isClosing = true;
  };
  const socket = await dial(url, (bytes) => hear(bytes));
  socket.on('error', fail);
  socket.once('close', () => fail(new Error('the server closed a feed')));
  const onFrame = (opcode: number, payload: Buffer): void => {
    if (opcode === TEXT) onText(payload);
    else if (opcode === PING) socket.write(masked(PONG, payload));
    else fail(new Error(`the server sent a frame of kind ${opcode}: ${payload.toString('latin1')}`));
  };
  await new Promise<void>((resolve, reject) => {
    const read = createFrameReader(onFrame, fail);
    let head = '';
    socket.once('close', () => reject(new Error(`the server opened no feed: ${head.slice(0, 400)}`)));
    hear = (bytes) => {
      head += bytes.toString('latin1');
      const end = head.indexOf(HEAD_END);
      if (end === -1) return;
      if (!head.startsWith('HTTP/1.1 101')) return void socket.destroy();
      hear = read;
      resolve();
      read(Buffer.from(head.slice(end + HEAD_END.length), 'latin1'));
    };
    socket.write(greeting(url, protocol));
  });
  return {
    send: (text) => void socket.write(masked(TEXT, Buffer.from(text))),
    close() {
      isClosing = true;
      socket.destroy();
    },
  };
}

function greeting(url: URL, protocol: string): string {
  const lines = [
    `GET ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    `Sec-WebSocket-Protocol: ${protocol}`,
  ];
  return `${lines.join('\r\n')}${HEAD_END}`;
}

/** A whole message of a client. Its mask is all zeros, which leaves the payload as it is. */
function masked(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const size =
    length < TWO_BYTES_MORE ? [MASKED | length] : [MASKED | TWO_BYTES_MORE, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([FINAL | opcode, ...size, 0, 0, 0, 0]), payload]);
}

function createFrameReader(
  onFrame: (opcode: number, payload: Buffer) => void,
  onError: (error: Error) => void,
): (bytes: Buffer) => void {
  let unread: Buffer | null = null;
  return (bytes) => {
    const all: Buffer = unread === null ? bytes : Buffer.concat([unread, bytes]);
    let at = 0;
    while (at + 2 <= all.length) {
      const first = all[at] ?? 0;
      const size = (all[at + 1] ?? 0) & LENGTH;
      if ((first & FINAL) === 0 || size > TWO_BYTES_MORE)
        return onError(new Error('the server sent a frame in pieces, or one of over 64 KB'));
      const from = at + (size === TWO_BYTES_MORE ? 4 : 2);
      if (from > all.length) break;
      const to = from + (size === TWO_BYTES_MORE ? all.readUInt16BE(at + 2) : size);
      if (to > all.length) break;
      onFrame(first & 0xf, all.subarray(from, to));
      at = to;
    }
    // A copy: what was read stands in memory that the next read writes over.
    unread = at === all.length ? null : Buffer.from(all.subarray(at));
  };
}

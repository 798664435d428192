import type { Socket } from 'node:net';
import { dial } from './dial.ts';

/** What happens on a connection. */
export interface ConnectionEvents {
  /** A whole answer came: its body, and whether the server takes no more on this connection. */
  onAnswer(body: string, isLast: boolean): void;
  /** The request that is under way will have none. */
  onError(error: Error): void;
}

/** One keep-alive connection that has one request under way at most. */
export interface Connection {
  /** Sends a whole request. The bytes may be changed once its answer is there. */
  send(request: Uint8Array): void;
  close(): void;
}

const HEAD_END = '\r\n\r\n';
const LAST = /\r\nconnection: *close/i;
const LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * Opens a connection that reads HTTP/1.1 answers with a Content-Length and the status 200, and nothing else: whatever
 * is different is an error. A client that understood more would be the limit of what it measures. A server may close
 * what rests for long: then the next request opens it again.
 */
export async function openConnection(url: URL, { onAnswer, onError }: ConnectionEvents): Promise<Connection> {
  let isUnderWay = false;
  let isClosing = false;
  let socket: Socket | null = null;
  const fail = (error: Error): void => {
    socket = null;
    if (isClosing || !isUnderWay) return;
    isClosing = true;
    onError(error);
  };
  const open = async (): Promise<Socket> => {
    const read = createReader({
      onAnswer(body, isLast) {
        isUnderWay = false;
        if (isLast) socket = null;
        onAnswer(body, isLast);
      },
      onError: fail,
    });
    const opened = await dial(url, read);
    opened.on('error', (error) => {
      if (socket === opened) fail(error);
    });
    opened.once('close', () => {
      if (socket === opened) fail(new Error('the server closed a connection'));
    });
    socket = opened;
    return opened;
  };
  const reopen = async (request: Uint8Array): Promise<void> => void (await open()).write(request);
  await open();
  return {
    send(request) {
      isUnderWay = true;
      if (socket !== null) socket.write(request);
      else reopen(request).catch(fail);
    },
    close() {
      isClosing = true;
      socket?.destroy();
    },
  };
}

function createReader({ onAnswer, onError }: ConnectionEvents): (bytes: Buffer) => void {
  let unread = '';
  return (bytes) => {
    // Every byte a character: lengths are in bytes, and names are ASCII.
    const text = bytes.toString('latin1');
    unread = unread === '' ? text : unread + text;
    const bodyAt = unread.indexOf(HEAD_END) + HEAD_END.length;
    if (bodyAt < HEAD_END.length) return;
    const length = bodyLength(unread, bodyAt);
    if (length === null) {
      onError(new Error(`not an answer that can be counted: ${unread.slice(0, 400)}`));
      return;
    }
    if (unread.length < bodyAt + length) return;
    const body = unread.slice(bodyAt, bodyAt + length);
    const isLast = LAST.test(unread.slice(0, bodyAt));
    unread = '';
    onAnswer(body, isLast);
  };
}

/** Null unless the head is that of a 200 with a length. */
function bodyLength(text: string, bodyAt: number): number | null {
  if (!text.startsWith('HTTP/1.1 200')) return null;
  const length = LENGTH.exec(text.slice(0, bodyAt))?.[1];
  return length === undefined ? null : Number(length);
}

import { connect, type Socket } from 'node:net';

/** Called with each whole answer: its body. */
export type OnAnswer = (body: string) => void;

/** One keep-alive connection that has one request under way at most. */
export interface Connection {
  /** Sends a whole request. The bytes may be changed once its answer is there. */
  send(request: Uint8Array): void;
  close(): void;
}

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * Opens a connection that reads HTTP/1.1 answers with a Content-Length and the status 200, and nothing else: whatever
 * is different ends it, and `onError` hears why. A client that understood more would be the limit of what it measures.
 */
export function openConnection(
  url: URL,
  { onAnswer, onError }: { onAnswer: OnAnswer; onError: (error: Error) => void },
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    let isClosing = false;
    const fail = (error: Error): void => {
      if (isClosing) return;
      isClosing = true;
      socket.destroy();
      onError(error);
      reject(error);
    };
    socket.once('error', fail);
    socket.once('close', () => fail(new Error('the server closed a connection')));
    socket.once('connect', () => {
      resolve({
        send: (request) => void socket.write(request),
        close() {
          isClosing = true;
          socket.destroy();
        },
      });
    });
    readAnswers(socket, { onAnswer, onError: fail });
  });
}

function readAnswers(socket: Socket, on: { onAnswer: OnAnswer; onError: (error: Error) => void }): void {
  let unread = '';
  socket.on('data', (chunk: Buffer) => {
    // Every byte a character: lengths are in bytes, and names are ASCII.
    unread = unread === '' ? chunk.toString('latin1') : unread + chunk.toString('latin1');
    const bodyAt = unread.indexOf(HEAD_END) + HEAD_END.length;
    if (bodyAt < HEAD_END.length) return;
    const length = bodyLength(unread, bodyAt);
    if (length === null) {
      on.onError(new Error(`not an answer that can be counted: ${unread.slice(0, 400)}`));
      return;
    }
    if (unread.length < bodyAt + length) return;
    const body = unread.slice(bodyAt, bodyAt + length);
    unread = '';
    on.onAnswer(body);
  });
}

/** Null unless the head is that of a 200 with a length. */
function bodyLength(text: string, bodyAt: number): number | null {
  if (!text.startsWith('HTTP/1.1 200')) return null;
  const length = LENGTH.exec(text.slice(0, bodyAt))?.[1];
  return length === undefined ? null : Number(length);
}

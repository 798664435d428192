import type { Socket } from 'node:net';
import { uuidv7 } from '../domain/ids.ts';
import type { DirectAnswer, DirectExecution } from './direct-execution.ts';
import { contextOf, refusalOf, type OperationOptions, type Refusal } from './operation.ts';
import { BODY_MAX_BYTES } from './read-body.ts';
import type { OperationHead } from './request-head.ts';
import { responseText } from './response-text.ts';
import { isShared, shareReads } from './shared-reads.ts';

const HEAD_MAX_BYTES = 4_096;
const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** What a client sends ahead of its answers is taken no further than that. */
const AHEAD_MAX_BYTES = 64_000;
/** Answers to one client before the others have their turn. */
const AT_ONCE_MAX = 16;
const FIRST_REQUEST_MAX_MS = 15_000;
/** A second longer than clients are told, so that none is cut off while it sends. */
const IDLE_MAX_MS = 6_000;

/** What a connection on the lane needs of it. */
export interface LaneOptions extends OperationOptions {
  readonly direct: DirectExecution;
  /** Reads a head that ends before the empty line; null for one that is not plain. */
  headOf(text: string): OperationHead | null;
  /** Whether the server takes no more requests. */
  isClosing(): boolean;
  /** The connection is no longer on the lane: it has ended, or goes elsewhere with bytes that nobody has answered. */
  leave(unanswered: Buffer | null): void;
}

/** One connection on the lane. */
export interface LaneConnection {
  /** Ends it, after the answer that is due. */
  close(): void;
}

/** An operation that has arrived whole: so many bytes, and what they say. */
interface Arrived {
  readonly head: OperationHead;
  readonly body: unknown;
  readonly size: number;
}

/** Answers plain operations as they arrive, one after the other, until something else arrives. */
export function takeConnection(socket: Socket, options: LaneOptions): LaneConnection {
  const state: State = { socket, options, rest: null, isBusy: false, hasAnswered: false, hasEnded: false };
  const goOn = (): void => answerAll(state, { leave, goOn });
  const take = (bytes: Buffer): void => {
    state.rest = state.rest === null ? bytes : Buffer.concat([state.rest, bytes]);
    if (state.rest.length > AHEAD_MAX_BYTES) socket.pause();
    goOn();
    if (state.rest !== null && isShared(state.rest)) state.rest = Buffer.from(state.rest);
  };
  const reads = shareReads(socket, take);
  const listeners = {
    data: take,
    drain: goOn,
    end(): void {
      state.hasEnded = true;
      goOn();
    },
    timeout: (): void => void (state.isBusy || socket.destroy()),
    error: (): void => void socket.destroy(),
    close: (): void => options.leave(null),
  };

  function leave(unanswered: Buffer): void {
    for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener);
    socket.setTimeout(0);
    reads?.stop();
    state.rest = null;
    options.leave(unanswered);
    if (state.hasEnded) socket.emit('end');
  }

  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);
  socket.setTimeout(FIRST_REQUEST_MAX_MS);
  // What has not been answered by now is not begun: a purchase whose answer can't be sent would be bought unseen.
  return { close: () => void (state.isBusy || socket.destroySoon()) };
}

/** Where a connection stands. */
interface State {
  readonly socket: Socket;
  readonly options: LaneOptions;
  /** Received and not answered yet. */
  rest: Buffer | null;
  /** An answer is due, or others have their turn first. */
  isBusy: boolean;
  hasAnswered: boolean;
  /** Its client sends no more. */
  hasEnded: boolean;
}

/** Ways on from an answer. */
interface Next {
  /** To node:http, with bytes that nobody has answered. */
  leave(unanswered: Buffer): void;
  /** To what has arrived since. */
  goOn(): void;
}

/** Answers what has arrived, as far as its client takes the answers. */
function answerAll(state: State, next: Next): void {
  const { socket } = state;
  for (let answered = 0; canAnswer(state); answered += 1) {
    if (answered === AT_ONCE_MAX) {
      state.isBusy = true;
      setImmediate(() => {
        state.isBusy = false;
        next.goOn();
      });
      return;
    }
    const bytes = state.rest ?? Buffer.alloc(0);
    const size = answerFirst(state, bytes, next);
    if (size === null) {
      next.leave(isShared(bytes) ? Buffer.from(bytes) : bytes);
      return;
    }
    state.rest = bytes.length > size ? bytes.subarray(size) : null;
  }
  if (state.isBusy || state.rest !== null || socket.writableEnded) return;
  if (state.hasEnded) socket.end();
  else if (socket.isPaused()) socket.resume();
}

function canAnswer({ socket, rest, isBusy }: State): boolean {
  return rest !== null && !isBusy && !socket.writableNeedDrain && !socket.writableEnded && !socket.destroyed;
}

/** How many bytes that took; null when they are not for this lane. */
function answerFirst(state: State, bytes: Buffer, next: Next): number | null {
  const { options } = state;
  const arrived = readOperation(bytes, options.headOf);
  if (arrived === null) return null;
  const requestId = uuidv7();
  const answered = execute(options, arrived, requestId);
  if (answered === null) return null;
  if (answered instanceof Promise) {
    state.isBusy = true;
    const asked = Buffer.from(bytes.subarray(0, arrived.size));
    answered.then(
      (answer) => answerLate(state, { answer, requestId, asked }, next),
      (error: unknown) => {
        const answer = refusalOf(error, { requestId, log: options.log });
        answerLate(state, { answer, requestId, asked }, next);
      },
    );
  } else respond(state, answered, requestId);
  return arrived.size;
}

/** Nothing is thrown: here is no request that could fail, only the process. */
function execute(
  options: LaneOptions,
  { head, body }: Arrived,
  requestId: string,
): Answered | null | Promise<Answered | null> {
  try {
    const context = contextOf(options, requestId, head.authorization);
    return options.direct.execute({ body, accept: head.accept, context });
  } catch (error) {
    return refusalOf(error, { requestId, log: options.log });
  }
}

type Answered = DirectAnswer | Refusal;

/** An answer that had to be waited for; null when the question was not for this lane after all. */
interface Late {
  readonly answer: Answered | null;
  readonly requestId: string;
  readonly asked: Buffer;
}

function answerLate(state: State, { answer, requestId, asked }: Late, next: Next): void {
  state.isBusy = false;
  if (state.socket.destroyed) return;
  if (answer === null) next.leave(state.rest === null ? asked : Buffer.concat([asked, state.rest]));
  else {
    respond(state, answer, requestId);
    next.goOn();
  }
}

function respond(state: State, answer: Answered, requestId: string): void {
  const { socket, options } = state;
  const isLast = options.isClosing();
  const { contentType, text: body } = answer;
  const status = 'status' in answer ? answer.status : 200;
  const { text, encoding } = responseText({ status, contentType, text: body, requestId }, isLast);
  if (isLast) socket.end(text, encoding);
  else socket.write(text, encoding);
  if (state.hasAnswered) return;
  state.hasAnswered = true;
  socket.setTimeout(IDLE_MAX_MS);
}

/** Null for bytes that do not hold a whole plain operation from the first one on. */
function readOperation(bytes: Buffer, headOf: LaneOptions['headOf']): Arrived | null {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0 || end > HEAD_MAX_BYTES) return null;
  const head = headOf(bytes.toString('latin1', 0, end));
  if (head === null || head.bodyBytes > BODY_MAX_BYTES) return null;
  const bodyAt = end + END_OF_HEAD.length;
  const size = bodyAt + head.bodyBytes;
  if (bytes.length < size) return null;
  const text = bytes.toString('utf8', bodyAt, size);
  // In the place of what is not UTF-8, which node:http's way refuses.
  if (text.includes('\uFFFD')) return null;
  try {
    return { head, body: JSON.parse(text), size };
  } catch {
    return null;
  }
}

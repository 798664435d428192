import type { Socket } from 'node:net';
import { uuidv7 } from '../domain/ids.ts';
import type { DirectAnswer, Directly, DirectExecution } from './direct-execution.ts';
import { contextOf, refusalOf, type OperationOptions, type Refusal } from './operation.ts';
import { BODY_MAX_BYTES } from './read-body.ts';
import type { OperationHead } from './request-head.ts';
import { responseText } from './response-text.ts';

const HEAD_MAX_BYTES = 4_096;
const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** What a client sends ahead of its answers is taken no further than that. */
const AHEAD_MAX_BYTES = 64_000;
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
  const listeners = {
    data(chunk: Buffer): void {
      state.rest = state.rest === null ? chunk : Buffer.concat([state.rest, chunk]);
      if (!state.isBusy) answerAll(state, leave);
      else if (state.rest.length > AHEAD_MAX_BYTES) socket.pause();
    },
    end(): void {
      state.hasEnded = true;
      if (!state.isBusy) socket.end();
    },
    timeout: (): void => void (state.isBusy || socket.destroy()),
    error: (): void => void socket.destroy(),
    close: (): void => options.leave(null),
  };

  function leave(unanswered: Buffer): void {
    for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener);
    socket.setTimeout(0);
    options.leave(unanswered);
  }

  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);
  socket.setTimeout(FIRST_REQUEST_MAX_MS);
  return { close: () => void (state.isBusy || socket.end()) };
}

/** Where a connection stands. */
interface State {
  readonly socket: Socket;
  readonly options: LaneOptions;
  /** Received and not answered yet. */
  rest: Buffer | null;
  /** An answer is due. */
  isBusy: boolean;
  hasAnswered: boolean;
  /** Its client sends no more. */
  hasEnded: boolean;
}

type Leave = (unanswered: Buffer) => void;

function answerAll(state: State, leave: Leave): void {
  const { socket, options } = state;
  while (state.rest !== null && !state.isBusy) {
    const bytes = state.rest;
    const size = answerFirst(state, bytes, leave);
    if (size === null) {
      leave(bytes);
      return;
    }
    state.rest = bytes.length > size ? bytes.subarray(size) : null;
  }
  if (state.isBusy) return;
  if (state.hasEnded || options.isClosing()) socket.end();
  else if (socket.isPaused()) socket.resume();
}

/** How many bytes that took; null when they are not for this lane. */
function answerFirst(state: State, bytes: Buffer, leave: Leave): number | null {
  const { options } = state;
  const arrived = readOperation(bytes, options.headOf);
  if (arrived === null) return null;
  const { head, body, size } = arrived;
  const requestId = uuidv7();
  const context = contextOf(options, requestId, head.authorization);
  const answered = options.direct.execute({ body, accept: head.accept, context });
  if (answered === null) return null;
  if (answered instanceof Promise) {
    state.isBusy = true;
    const work = answered.catch((error: unknown) => refusalOf(error, { requestId, log: options.log }));
    void work.then((answer) =>
      answerLate(state, { answer, requestId, asked: bytes.subarray(0, size) }, leave),
    );
  } else respond(state, answered, requestId);
  return size;
}

/** An answer that had to be waited for; null when the question was not for this lane after all. */
interface Late {
  readonly answer: Directly | Refusal;
  readonly requestId: string;
  readonly asked: Buffer;
}

function answerLate(state: State, { answer, requestId, asked }: Late, leave: Leave): void {
  state.isBusy = false;
  if (state.socket.destroyed) return;
  if (answer === null) leave(state.rest === null ? asked : Buffer.concat([asked, state.rest]));
  else {
    respond(state, answer, requestId);
    answerAll(state, leave);
  }
}

function respond(state: State, answer: DirectAnswer | Refusal, requestId: string): void {
  const { socket, options } = state;
  const { text, encoding } = responseText(
    { status: 200, ...answer, requestId },
    state.hasEnded || options.isClosing(),
  );
  socket.write(text, encoding);
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
  try {
    return { head, body: JSON.parse(bytes.toString('utf8', bodyAt, size)), size };
  } catch {
    return null;
  }
}

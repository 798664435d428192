import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { takeConnection, type LaneConnection } from './lane-connection.ts';
import type { OperationOptions } from './operation.ts';
import type { DirectExecution } from './direct-execution.ts';
import { readOperationHead, type OperationHead } from './request-head.ts';
import { isHostAllowed, type ReachedBy } from './security.ts';

/** Heads that are remembered: a client sends the same one with every request, but for a length now and then. */
const HEADS_MAX = 1_000;

/** What it answers with, and under which names the server is reached. */
export interface FastLaneOptions extends OperationOptions, ReachedBy {
  readonly direct: DirectExecution;
}

/** The connections that are on it. */
export interface FastLane {
  /** Each connection ends after its next answer. */
  announceClose(): void;
  /** Each connection ends now, or after the answer that is due. */
  close(): void;
  /** Cuts off what is left. */
  destroy(): void;
}

/**
 * Answers plain operations on a server's connections before node:http makes requests of their bytes, which is most of the CPU
 * of a small answer. Plain is a POST to /graphql whose bytes arrive together and that direct execution knows. A connection
 * on which anything else arrives is handed to node:http, those bytes first, and stays there: it is the one that knows all of
 * HTTP. The answers are the same.
 */
export function openFastLane(server: Server, options: FastLaneOptions): FastLane {
  const lane = new Map<Socket, LaneConnection>();
  const toHttp = server.listeners('connection');
  const headOf = createHeadReader(options);
  let isClosing = false;

  function take(socket: Socket): void {
    const leave = (unanswered: Buffer | null): void => {
      lane.delete(socket);
      if (unanswered === null) return;
      for (const listener of toHttp) Reflect.apply(listener, server, [socket]);
      socket.emit('data', unanswered);
      if (socket.isPaused()) socket.resume();
    };
    lane.set(socket, takeConnection(socket, { ...options, headOf, isClosing: () => isClosing, leave }));
  }

  server.removeAllListeners('connection');
  server.on('connection', take);
  return {
    announceClose() {
      isClosing = true;
    },
    close() {
      isClosing = true;
      for (const connection of lane.values()) connection.close();
    },
    destroy() {
      for (const socket of lane.keys()) socket.destroy();
    },
  };
}

/** Reads each head once. */
function createHeadReader(reachedBy: ReachedBy): (text: string) => OperationHead | null {
  const known = new Map<string, OperationHead | null>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const read = readOperationHead(text);
    const head = read !== null && isHostAllowed(read.host, reachedBy) ? read : null;
    if (known.size >= HEADS_MAX) known.clear();
    known.set(text, head);
    return head;
  };
}

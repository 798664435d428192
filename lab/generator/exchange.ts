import type { Dispatcher } from 'undici';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

/** What an exchange stands on, and whom it tells. One of `onAnswer` and `onError` follows each `send`. */
export interface ExchangeOptions {
  readonly client: Dispatcher;
  readonly path: string;
  /** The request is being written to the connection. */
  onSent(): void;
  onAnswer(status: number, body: Buffer): void;
  /** No whole answer. May come from within `send`. */
  onError(error: Error): void;
}

/** One connection, one request at a time. */
export interface Exchange {
  send(body: string): void;
  /** Waits no longer: `onError` follows. Nothing happens between two requests. */
  abort(): void;
}

/** An exchange at rest. It has one response handler for all its requests, as they never overlap. */
export function createExchange({ client, path, onSent, onAnswer, onError }: ExchangeOptions): Exchange {
  let status = 0;
  let chunks: Buffer[] = [];
  let connection: Dispatcher.DispatchController | undefined;

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(controller) {
      connection = controller;
      onSent();
    },
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    onResponseData(_controller, chunk) {
      chunks.push(chunk);
    },
    onResponseEnd() {
      connection = undefined;
      onAnswer(status, joined(chunks));
    },
    onResponseError(_controller, error) {
      connection = undefined;
      onError(error);
    },
  };
  return {
    send(body) {
      status = 0;
      chunks = [];
      client.dispatch({ method: 'POST', path, headers: HEADERS, body }, handler);
    },
    abort: () => connection?.abort(new Error('no answer in time')),
  };
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
}

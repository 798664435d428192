import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

/** A message of graphql-transport-ws with the text it came as. */
export interface RawMessage {
  readonly text: string;
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A WebSocket of the API without a client in between. */
export interface RawSocket extends Disposable {
  readonly socket: WebSocket;
  /** Everything that came so far. */
  readonly received: readonly RawMessage[];
  send(message: object): void;
  subscribe(id: string, query: string, variables?: object): void;
  /** The messages that fit, once there are so many of them; rejects when the socket closes before. */
  until(fits: (message: RawMessage) => boolean, count?: number): Promise<RawMessage[]>;
}

/** Connected and acknowledged. */
export async function openRawSocket(
  url: string,
  params: object = {},
  options: ClientOptions = {},
): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', options);
  const received: RawMessage[] = [];
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    received.push({ text, ...(JSON.parse(text) as Omit<RawMessage, 'text'>) });
    socket.emit('received');
  });
  const raw: RawSocket = {
    socket,
    received,
    send: (message) => socket.send(JSON.stringify(message)),
    subscribe: (id, query, variables = {}) =>
      raw.send({ id, type: 'subscribe', payload: { query, variables } }),
    async until(fits, count = 1) {
      for (;;) {
        const found = received.filter(fits);
        if (found.length >= count) return found;
        if (socket.readyState >= WebSocket.CLOSING) throw new Error('the socket was closed');
        await Promise.race([once(socket, 'received'), once(socket, 'close')]);
      }
    },
    [Symbol.dispose]: () => socket.terminate(),
  };
  await once(socket, 'open');
  raw.send({ type: 'connection_init', payload: params });
  await raw.until(({ type }) => type === 'connection_ack');
  return raw;
}

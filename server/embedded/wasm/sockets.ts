/** The other end of a connection: a TCP client, or the host itself. */
export interface Peer {
  /** False when its buffer is full; `drained` is called on the socket once there is room. */
  write(bytes: Buffer): boolean;
  destroy(): void;
}

/** One connection as the WebAssembly side sees it. */
export interface HostSocket {
  readonly peer: Peer;
  readonly received: Buffer[];
  /** Bytes of received[0] already read. */
  offset: number;
  ended: boolean;
  full: boolean;
}

/** Host sockets start here; lower descriptors are files. Set by the WebAssembly module. */
const FIRST_DESCRIPTOR = 4096;

/** Open connections by descriptor. Descriptors are reused: the server's table is finite. */
export interface SocketTable {
  reserve(): number;
  open(peer: Peer): HostSocket;
  /** The next connection the server hasn't accepted, or -1. */
  accept(): number;
  waiting(): boolean;
  get(descriptor: number): HostSocket | undefined;
  close(descriptor: number): void;
  closeAll(): void;
}

export function createSocketTable(): SocketTable {
  const sockets = new Map<number, HostSocket>();
  const free: number[] = [];
  const pending: number[] = [];
  let next = FIRST_DESCRIPTOR;
  const reserve = (): number => free.pop() ?? next++;
  return {
    reserve,
    open(peer) {
      const descriptor = reserve();
      const socket: HostSocket = { peer, received: [], offset: 0, ended: false, full: false };
      sockets.set(descriptor, socket);
      pending.push(descriptor);
      return socket;
    },
    accept: () => pending.shift() ?? -1,
    waiting: () => pending.length > 0,
    get: (descriptor) => sockets.get(descriptor),
    close(descriptor) {
      const socket = sockets.get(descriptor);
      if (socket === undefined) return;
      socket.peer.destroy();
      sockets.delete(descriptor);
      free.push(descriptor);
    },
    closeAll() {
      for (const { peer } of sockets.values()) peer.destroy();
    },
  };
}

/** Moves what was received into `target`; returns the number of bytes, 0 at the end, -1 when there is nothing yet. */
export function readInto(socket: HostSocket, target: Uint8Array): number {
  if (socket.received.length === 0) return socket.ended ? 0 : -1;
  let written = 0;
  while (written < target.length) {
    const [head] = socket.received;
    if (head === undefined) break;
    const count = Math.min(head.length - socket.offset, target.length - written);
    target.set(head.subarray(socket.offset, socket.offset + count), written);
    written += count;
    socket.offset += count;
    if (socket.offset < head.length) break;
    socket.received.shift();
    socket.offset = 0;
  }
  return written;
}

import { readInto, type SocketTable } from './sockets.ts';

const READABLE = 1;
const WRITABLE = 2;
const PAIR_BYTES = 8;

/** The module's linear memory. Growing detaches its buffer, so views are made anew whenever it changed. */
export interface WasmMemory {
  bytes(): Uint8Array;
  view(): DataView;
}

export function viewMemory(memory: WebAssembly.Memory): WasmMemory {
  let bytes = new Uint8Array(memory.buffer);
  let view = new DataView(memory.buffer);
  const refresh = (): void => {
    if (bytes.buffer === memory.buffer) return;
    bytes = new Uint8Array(memory.buffer);
    view = new DataView(memory.buffer);
  };
  return {
    bytes: () => (refresh(), bytes),
    view: () => (refresh(), view),
  };
}

/** The socket calls that valkey.wasm imports as "host". `memory` is asked only once the module runs. */
export function hostImports(
  sockets: SocketTable,
  memory: () => WasmMemory,
): Record<string, CallableFunction> {
  let listener = -1;
  const ready = (descriptor: number, mask: number): number => {
    if (descriptor === listener) return mask & READABLE && sockets.waiting() ? READABLE : 0;
    const socket = sockets.get(descriptor);
    if (socket === undefined) return 0;
    const readable = mask & READABLE && (socket.received.length > 0 || socket.ended) ? READABLE : 0;
    return readable | (mask & WRITABLE && !socket.full ? WRITABLE : 0);
  };
  return {
    socket: () => sockets.reserve(),
    listen: (descriptor: number) => ((listener = descriptor), 0),
    accept: () => sockets.accept(),
    close: (descriptor: number) => sockets.close(descriptor),
    read(descriptor: number, pointer: number, length: number) {
      const socket = sockets.get(descriptor);
      return socket === undefined
        ? -1
        : readInto(
            socket,
            memory()
              .bytes()
              .subarray(pointer, pointer + length),
          );
    },
    write(descriptor: number, pointer: number, length: number) {
      const socket = sockets.get(descriptor);
      if (socket === undefined || socket.ended) return -1;
      // A copy: the module reuses this memory as soon as we return.
      const sent = socket.peer.write(
        Buffer.from(
          memory()
            .bytes()
            .subarray(pointer, pointer + length),
        ),
      );
      if (!sent) socket.full = true;
      return length;
    },
    // Pairs of (descriptor, mask) in, pairs of (descriptor, what is ready) out.
    poll(interest: number, count: number, fired: number, max: number) {
      const view = memory().view();
      let found = 0;
      for (let at = interest; at < interest + count * PAIR_BYTES && found < max; at += PAIR_BYTES) {
        const descriptor = view.getInt32(at, true);
        const mask = ready(descriptor, view.getInt32(at + 4, true));
        if (mask === 0) continue;
        view.setInt32(fired + found * PAIR_BYTES, descriptor, true);
        view.setInt32(fired + found * PAIR_BYTES + 4, mask, true);
        found++;
      }
      return found;
    },
  };
}

import type { Socket } from 'node:net';

/** As much as one read brings at most. It holds what came only until the callback returns. */
const received = Buffer.allocUnsafeSlow(65_536);

/** Whether bytes are gone when their callback returns. */
export function isShared(bytes: Buffer): boolean {
  return bytes.buffer === received.buffer;
}

/** Reads into memory that all connections share. */
export interface SharedReads {
  /** From now on what comes is the socket's `data` again, each read in memory of its own. */
  stop(): void;
}

/**
 * Has what a socket receives told to `onBytes` in memory that is shared, instead of as `data`; null where Node doesn't
 * know how, and nothing has changed. Node gives each read 64 KB of its own and shrinks them to what came: a fifth of the
 * CPU of a small answer. It spares that with the option `onread`, but only to sockets that one opens oneself. A socket
 * that a server accepted has the same inside, which is what this sets.
 */
export function shareReads(socket: Socket, onBytes: (bytes: Buffer) => void): SharedReads | null {
  const names = namesOf(socket);
  const handle: unknown = Reflect.get(socket, '_handle');
  if (names === null || !canUseBuffer(handle)) return null;
  let isStopped = false;
  const take = (size: number): boolean => {
    const bytes = received.subarray(0, size);
    if (isStopped) return socket.push(Buffer.from(bytes));
    onBytes(bytes);
    return true;
  };
  Reflect.set(socket, names.buffer, received);
  Reflect.set(socket, names.callback, take);
  handle.useUserBuffer(received);
  return { stop: () => void (isStopped = true) };
}

interface Names {
  readonly buffer: symbol;
  readonly callback: symbol;
}

let known: Names | undefined;

/** What a socket calls the two things that `onread` sets. */
function namesOf(socket: Socket): Names | null {
  if (known !== undefined) return known;
  const find = (name: string): symbol | undefined =>
    Object.getOwnPropertySymbols(socket).find(({ description }) => description === name);
  const buffer = find('kBuffer');
  const callback = find('kBufferCb');
  if (buffer === undefined || callback === undefined) return null;
  known = { buffer, callback };
  return known;
}

function canUseBuffer(handle: unknown): handle is { useUserBuffer(buffer: Buffer): void } {
  return typeof handle === 'object' && handle !== null && 'useUserBuffer' in handle;
}

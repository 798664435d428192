import type { Socket } from 'node:net';
import { elapse } from './clock.ts';

/** One direction of a connection: bytes arrive late if they must, and always in order. */
export interface Line {
  send(bytes: Buffer, lateMs: number): void;
}

/** The line to a socket. */
export function lineTo(to: Socket): Line {
  let queued = 0;
  let last = Promise.resolve();
  return {
    send(bytes, lateMs) {
      const dueAt = performance.now() + lateMs;
      const write = async (): Promise<void> => {
        if (dueAt > performance.now()) await elapse(dueAt - performance.now());
        to.write(bytes);
        queued -= 1;
      };
      queued += 1;
      // In order, also when the delay has just ended.
      if (queued === 1 && lateMs === 0) void write();
      else last = last.then(write);
    },
  };
}

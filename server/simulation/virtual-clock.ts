import type { Scheduler } from './scheduler.ts';

const BEGUN_AT_MS = Date.UTC(2026, 0, 1);

/**
 * Runs `body` with the process's clock and timers in virtual time, so that the product's code runs as it is. Nothing else
 * of the process sees that: until `body` ends only promises and ticks run, and no turn of the event loop begins.
 */
export async function onVirtualClock<T>(scheduler: Scheduler, body: () => Promise<T>): Promise<T> {
  const timers = new Map<number, () => void>();
  let last = 0;
  const start = (callback: () => void, delayMs = 0): number => {
    const id = (last += 1);
    timers.set(id, scheduler.after(delayMs, callback));
    return id;
  };
  const stop = (id: number): void => {
    timers.get(id)?.();
    timers.delete(id);
  };
  const restore = [
    replace(globalThis, 'setTimeout', start),
    replace(globalThis, 'clearTimeout', stop),
    replace(globalThis, 'setImmediate', (callback: () => void) => start(callback)),
    replace(Date, 'now', () => BEGUN_AT_MS + Math.floor(scheduler.now())),
    replace(performance, 'now', scheduler.now),
  ];
  try {
    return await body();
  } finally {
    for (const undo of restore) undo();
  }
}

function replace(target: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return () => {
    if (before === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, before);
  };
}

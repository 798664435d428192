import type { Client, Sink } from 'graphql-ws';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { subscribeForEver } from './endless.ts';

function fakeSocket() {
  const sinks: Sink[] = [];
  const left: number[] = [];
  const subscribe: Client['subscribe'] = (_, sink) => {
    const index = sinks.push(sink) - 1;
    return () => {
      left.push(index);
      sink.complete();
    };
  };
  return { subscribe, sinks, left };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a feed that the server ended is asked for again', () => {
  const socket = fakeSocket();
  const heard: unknown[] = [];
  subscribeForEver(socket, { query: 'subscription { a }' }, ({ data }) => heard.push(data));
  socket.sinks[0]?.next({ data: { a: 1 } });
  socket.sinks[0]?.complete();
  vi.advanceTimersByTime(1000);
  socket.sinks[1]?.next({ data: { a: 2 } });
  expect(heard).toEqual([{ a: 1 }, { a: 2 }]);
});

test('a refusal is heard, and asked about again later', () => {
  const socket = fakeSocket();
  const heard: unknown[] = [];
  subscribeForEver(socket, { query: 'subscription { a }' }, ({ errors }) => heard.push(errors));
  socket.sinks[0]?.error([{ message: 'no' }]);
  vi.advanceTimersByTime(4999);
  expect(socket.sinks).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(socket.sinks).toHaveLength(2);
  expect(heard).toEqual([[{ message: 'no' }]]);
});

test('a reader who left is left alone', () => {
  const socket = fakeSocket();
  const leave = subscribeForEver(socket, { query: 'subscription { a }' }, () => {});
  leave();
  vi.advanceTimersByTime(60_000);
  expect(socket.left).toEqual([0]);
  expect(socket.sinks).toHaveLength(1);
});

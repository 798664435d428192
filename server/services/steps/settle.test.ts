import { expect, test } from 'vitest';
import type { StepBuyerName } from '../../domain/steps.ts';
import type { Passage } from '../../domain/turnstile.ts';
import type { Queryable } from '../../postgres/queryable.ts';
import type { Actor } from './actor.ts';
import { createChanges } from './changes.ts';
import { settle, statusOf } from './settle.ts';

const passage = (backend: number): Passage => ({ store: 'POSTGRES', text: 'SELECT', values: [], backend });

/** A buyer on one backend: it stands before a statement, or has one under way, or computes. */
function actor(name: StepBuyerName, backend: number, at: 'standing' | 'under way' | 'computing') {
  const state = { at };
  const made: Actor = {
    name,
    keeper: {
      next: () => (state.at === 'standing' ? passage(backend) : null),
      underWay: () => (state.at === 'under way' ? passage(backend) : null),
    },
    sessionName: name,
    backends: new Set([backend]),
    begin: () => undefined,
    letThrough: () => undefined,
    end: () => null,
    silence: () => undefined,
    close: () => Promise.resolve(),
  };
  return { made, state };
}

/** Postgres, asked who waits for whom: one answer after the other, the last of them for ever. */
function observerOf(...answers: (() => Record<number, number[]>)[]): Queryable {
  let asked = 0;
  return {
    async query<Row>(_sql: string, parameters: unknown[] = []): Promise<Row> {
      const blockers = (answers[asked] ?? answers.at(-1))?.() ?? {};
      asked += 1;
      const [backends = []] = parameters as number[][];
      return backends.map((backend) => ({ backend, blockers: blockers[backend] ?? [] })) as Row;
    },
  };
}

test('who waits for somebody who stands still is waiting', async () => {
  const changes = createChanges();
  const [a, b] = [actor('A', 1, 'standing'), actor('B', 2, 'under way')];
  const waits = await settle([a.made, b.made], { observer: observerOf(() => ({ 2: [1] })), changes });
  expect([...waits]).toEqual([['B', ['A']]]);
  expect([statusOf(a.made, waits), statusOf(b.made, waits)]).toEqual(['READY', 'WAITING']);
});

test('what Postgres said while something moved does not count', async () => {
  const changes = createChanges();
  const [a, b] = [actor('A', 1, 'standing'), actor('B', 2, 'under way')];
  const answered = (): Record<number, number[]> => {
    b.state.at = 'standing';
    changes.note();
    return { 2: [1] };
  };
  const waits = await settle([a.made, b.made], { observer: observerOf(answered), changes });
  expect(waits.size).toBe(0);
  expect(statusOf(b.made, waits)).toBe('READY');
});

test('as long as one of them moves, nobody is told to wait', async () => {
  const changes = createChanges();
  const [a, b, c] = [actor('A', 1, 'standing'), actor('B', 2, 'under way'), actor('C', 3, 'under way')];
  const cMoves = (): Record<number, number[]> => ({ 2: [3] });
  const cStands = (): Record<number, number[]> => ({ 2: [3], 3: [1] });
  const waits = await settle([a.made, b.made, c.made], {
    observer: observerOf(cMoves, cMoves, cStands),
    changes,
  });
  expect([...waits]).toEqual([
    ['B', ['C']],
    ['C', ['A']],
  ]);
});

test('buyers who wait for each other in a circle are left to Postgres, which ends it', async () => {
  const changes = createChanges();
  const [b, c] = [actor('B', 2, 'under way'), actor('C', 3, 'under way')];
  const circle = (): Record<number, number[]> => ({ 2: [3], 3: [2] });
  const refused = (): Record<number, number[]> => {
    b.state.at = 'standing';
    changes.note();
    return {};
  };
  const after = (): Record<number, number[]> => ({ 3: [2] });
  const waits = await settle([b.made, c.made], {
    observer: observerOf(circle, circle, refused, after),
    changes,
  });
  expect([...waits]).toEqual([['C', ['B']]]);
});

test('a pause between two attempts is waited for', async () => {
  const changes = createChanges();
  const a = actor('A', 1, 'computing');
  const settled = settle([a.made], { observer: observerOf(() => ({})), changes });
  queueMicrotask(() => {
    a.state.at = 'standing';
    changes.note();
  });
  expect(statusOf(a.made, await settled)).toBe('READY');
});

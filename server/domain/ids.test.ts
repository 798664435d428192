import { expect, test } from 'vitest';
import { uuidv7 } from './ids.ts';

test('ids are UUIDs of version 7, in the order of their time, and differ', () => {
  const ids = Array.from({ length: 5_000 }, (_, index) => uuidv7(1_700_000_000_000 + index));
  expect(
    ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
  const [a, b] = [uuidv7(0), uuidv7(0)];
  expect(a.slice(0, 13)).toBe('00000000-0000');
  expect(a).not.toBe(b);
});

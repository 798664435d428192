import { expect, test } from 'vitest';
import { createLink } from './link.ts';

test('keeps the moment of the loss over failed tries, and forgets it when live', () => {
  let now = 1000;
  const link = createLink(() => now);
  link.opened();
  link.lost();
  now = 5000;
  link.lost();
  expect(link.state.get()).toMatchObject({ status: 'lost', lostAt: 1000, opened: 1 });
  link.opened();
  expect(link.state.get()).toEqual({ status: 'live', opened: 2, lostAt: null, nextTryAt: null });
});

test('says when the next try is due, and hurries when asked', async () => {
  const link = createLink(() => 1000);
  const waited = link.wait(60_000);
  expect(link.state.get().nextTryAt).toBe(61_000);
  link.hurry();
  await waited;
  expect(link.state.get().nextTryAt).toBeNull();
});

import { expect, test } from 'vitest';
import { createTokenStore } from './token.ts';

function place(hash: string, kept: Record<string, string> = {}) {
  const values = new Map(Object.entries(kept));
  let cleared = 0;
  return {
    hash,
    clearHash: () => void cleared++,
    cleared: () => cleared,
    storage: {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
      removeItem: (key: string) => void values.delete(key),
    },
  };
}

test('a token in the fragment is kept and leaves the address bar', () => {
  const at = place('#token=abc');
  expect(createTokenStore(at).get()).toBe('abc');
  expect(at.cleared()).toBe(1);
  expect(createTokenStore({ ...at, hash: '' }).get()).toBe('abc');
});

test('without a fragment the address bar is left alone', () => {
  const at = place('#runs');
  expect(createTokenStore(at).get()).toBeNull();
  expect(at.cleared()).toBe(0);
});

test('a refused token can be forgotten', () => {
  const at = place('#token=abc');
  createTokenStore(at).set(null);
  expect(createTokenStore({ ...at, hash: '' }).get()).toBeNull();
});

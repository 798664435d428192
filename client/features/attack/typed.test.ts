import { expect, test } from 'vitest';
import { mergeTyped, readTyped } from './typed.ts';

test('what was kept is read again, and only what the form has', () => {
  const typed = { model: 'OPEN', fields: { requests: '300', stock: 'x' } } as const;
  expect(readTyped(JSON.stringify(typed))).toEqual(typed);
  const foreign = { model: 'NEW', fields: { requests: 5, color: 'red', stock: '7' } };
  expect(readTyped(JSON.stringify(foreign))).toEqual({ model: null, fields: { stock: '7' } });
});

test.each([null, '', 'no json', '5', 'null', '[]', '{"fields":null}'])('nothing comes of %j', (kept) => {
  expect(readTyped(kept)).toEqual({ model: null, fields: {} });
});

test('what is typed now outweighs what was typed before', () => {
  const before = { model: 'OPEN', fields: { requests: '300', stock: '7' } } as const;
  expect(mergeTyped(before, { model: null, fields: { stock: '8' } })).toEqual({
    model: 'OPEN',
    fields: { requests: '300', stock: '8' },
  });
  expect(mergeTyped(before, { model: 'CLOSED', fields: {} })).toEqual({ ...before, model: 'CLOSED' });
});

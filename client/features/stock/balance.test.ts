import { expect, test } from 'vitest';
import { balance, type BalanceSource } from './balance.ts';

const books = (part: Partial<BalanceSource>): BalanceSource => ({
  mode: 'idle',
  stock: 100,
  sold: 0,
  remaining: 100,
  held: 0,
  pooled: 0,
  verdict: null,
  ...part,
});

test('books that add up are conserved', () => {
  expect(balance(books({}))).toEqual({ difference: 0, gap: '', remark: 'Conserved' });
  expect(balance(books({ mode: 'running', sold: 40, remaining: 50, held: 7, pooled: 3 }))).toEqual({
    difference: 0,
    gap: '',
    remark: 'Conserved so far',
  });
});

test('an oversold stock adds up below zero', () => {
  expect(balance(books({ mode: 'ended', sold: 137, remaining: -37 }))).toEqual({
    difference: 0,
    gap: '',
    remark: 'Stock below zero',
  });
});

test('a lost update does not add up, and the difference is named', () => {
  expect(balance(books({ mode: 'ended', sold: 137, remaining: 0 }))).toEqual({
    difference: -37,
    gap: '37 oversold',
    remark: 'More units than there were',
  });
  expect(balance(books({ mode: 'ended', sold: 90, remaining: 0 })).difference).toBe(10);
});

test('of a difference it is said how much was oversold, and how much the row does not know of', () => {
  const gap = (part: Partial<BalanceSource>) => balance(books({ mode: 'ended', ...part })).gap;
  expect(gap({ sold: 600, remaining: 93 })).toBe('500 oversold and 93 that the row still claims');
  expect(gap({ sold: 137, remaining: -10 })).toBe('37 oversold, of which the row knows 10');
  expect(gap({ sold: 40, remaining: 99 })).toBe('39 too many');
  expect(gap({ sold: 90, remaining: 0 })).toBe('10 missing');
});

test('books are called audited only after an audit', () => {
  const exact = { mode: 'ended', sold: 100, remaining: 0 } as const;
  expect(balance(books({ ...exact, verdict: 'EXACT' })).remark).toBe('Audited after the last answer');
  expect(balance(books(exact)).remark).toBe('Conserved so far');
});

test('a unit on its way between stock and order is not called lost', () => {
  expect(balance(books({ mode: 'running', sold: 40, remaining: 55 }))).toEqual({
    difference: 5,
    gap: '5 on the way',
    remark: 'Taken from the stock, not yet an order',
  });
});

test('an unknown term leaves the sum unknown', () => {
  expect(balance(books({ mode: 'replay', remaining: null }))).toEqual({
    difference: null,
    gap: '',
    remark: 'Not recorded for this moment',
  });
});

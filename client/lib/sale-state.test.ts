import { expect, test } from 'vitest';
import { attackRefusal, opensByHand, stateWords } from './sale-state.ts';

test('a state is a word among others', () => {
  expect(stateWords('SOLD_OUT')).toBe('sold out');
});

test('a sale where nobody could buy is not attacked, and it is said how to open it', () => {
  expect([attackRefusal('OPEN'), attackRefusal('SOLD_OUT')]).toEqual([null, null]);
  expect(attackRefusal('PAUSED')).toBe('The sale is paused: an attack could buy nothing. Open it first.');
  expect(attackRefusal('SCHEDULED')).toMatch(/could buy nothing. It opens by its window.$/);
});

test('what can be opened by hand is not open, and not waiting for its time', () => {
  const states = ['SCHEDULED', 'OPEN', 'PAUSED', 'SOLD_OUT', 'CLOSED'] as const;
  expect(states.filter(opensByHand)).toEqual(['PAUSED', 'CLOSED']);
});

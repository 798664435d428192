import { expect, test } from 'vitest';
import { attackRefusal, stateWords } from './sale-state.ts';

test('a state is a word among others', () => {
  expect(stateWords('SOLD_OUT')).toBe('sold out');
});

test('a sale where nobody could buy is not attacked, and it is said how to open it', () => {
  expect([attackRefusal('OPEN'), attackRefusal('SOLD_OUT')]).toEqual([null, null]);
  for (const state of ['PAUSED', 'CLOSED', 'SCHEDULED'] as const)
    expect(attackRefusal(state)).toBe(
      `The sale is ${state.toLowerCase()}: an attack could buy nothing. Open it first, with openSale.`,
    );
});

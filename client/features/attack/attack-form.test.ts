import { describe, expect, test } from 'vitest';
import { readWhole } from '../../lib/whole-number.ts';
import { problemOf, problemsOf, readAttack, usualAttack } from './attack-form.ts';

test('digits may be grouped', () => {
  expect(['2,000', '2 000', '2000', '0'].map(readWhole)).toEqual([2000, 2000, 2000, 0]);
});

test('anything but a whole number is refused', () => {
  expect(['', '-1', '1.5', '1e3', 'many', '99999999999'].map(readWhole)).toEqual(Array(6).fill(null));
});

describe('a field', () => {
  test('outside of what the server takes is named with its range', () => {
    expect(problemOf('requests', '0')).toBe('1 to 100,000');
    expect(problemOf('concurrency', '2001')).toBe('1 to 2,000');
    expect(problemOf('raceWindowMs', '1001')).toBe('0 to 1,000');
    expect(problemOf('stock', 'x')).toBe('A whole number');
  });

  test('at its limits is right', () => {
    expect(problemOf('requests', '100,000')).toBeUndefined();
    expect(problemOf('raceWindowMs', '0')).toBeUndefined();
  });
});

test('the form gives numbers, or every problem at once', () => {
  expect(readAttack('CLOSED', usualAttack(null)).numbers).toEqual({
    model: 'CLOSED',
    requests: 2000,
    concurrency: 100,
    requestsPerSecond: null,
    stock: 100,
    raceWindowMs: 5,
  });
  expect(readAttack('CLOSED', { ...usualAttack(null), requests: '', stock: '0' }).problems).toEqual({
    requests: 'A whole number',
    stock: '1 to 1,000,000',
  });
});

test('the rate counts under the OPEN model alone', () => {
  const text = { ...usualAttack(null), requestsPerSecond: '0' };
  expect(readAttack('CLOSED', text).numbers).toMatchObject({ model: 'CLOSED', requestsPerSecond: null });
  expect(readAttack('OPEN', text).problems).toEqual({ requestsPerSecond: '1 to 20,000' });
  expect(readAttack('OPEN', usualAttack(null)).numbers).toMatchObject({
    model: 'OPEN',
    requestsPerSecond: 500,
  });
});

test('an attack that nobody changed leaves the sale its stock and its race window', () => {
  expect(usualAttack({ stock: 2_500, raceWindowMs: 0 })).toMatchObject({ stock: '2,500', raceWindowMs: '0' });
  expect(usualAttack({ stock: 0, raceWindowMs: 7 })).toMatchObject({ stock: '100', raceWindowMs: '7' });
});

test('what was filled in before is judged as soon as it is back', () => {
  const fields = { stock: '0', requestsPerSecond: '0' };
  expect(problemsOf({ model: null, fields })).toEqual({ stock: '1 to 1,000,000' });
  expect(problemsOf({ model: 'OPEN', fields })).toHaveProperty('requestsPerSecond', '1 to 20,000');
});

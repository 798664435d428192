import { expect, test } from 'vitest';
import { createTurnstile, type Answer } from './turnstile.ts';

const passage = (text: string) => ({ store: 'POSTGRES', text, values: [], backend: 1 }) as const;

function keeper() {
  const answers: Answer[] = [];
  let arrivals = 0;
  const made = createTurnstile({
    arrived: () => (arrivals += 1),
    answered: (answer) => void answers.push(answer),
  });
  return { ...made, answers, arrivals: () => arrivals };
}

test('passes everything unseen until it is told to hold', async () => {
  const { turnstile, hold, next, arrivals } = keeper();
  expect(await turnstile.pass(passage('a'), () => Promise.resolve(1))).toBe(1);
  expect(arrivals()).toBe(0);
  hold();
  void turnstile.pass(passage('b'), () => Promise.resolve(2));
  expect([next()?.text, arrivals()]).toEqual(['b', 1]);
});

test('lets one through at a time, in the order of arrival, and hears its answer first', async () => {
  const { turnstile, hold, next, underWay, letThrough, answers } = keeper();
  hold();
  const heard: number[] = [];
  const first = turnstile
    .pass(passage('a'), () => Promise.resolve('one'))
    .then((value) => {
      heard.push(answers.length);
      return value;
    });
  const second = turnstile.pass(passage('b'), () => Promise.reject(new Error('refused')));
  letThrough();
  expect([underWay()?.text, next()?.text]).toEqual(['a', 'b']);
  expect(() => letThrough()).toThrow('nothing waits');
  expect([await first, heard, underWay()]).toEqual(['one', [1], null]);
  letThrough();
  await expect(second).rejects.toThrow('refused');
  expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
});

test('once closed it refuses who waits and who comes', async () => {
  const { turnstile, hold, close } = keeper();
  hold();
  const waiting = turnstile.pass(passage('a'), () => Promise.resolve(1));
  close();
  await expect(waiting).rejects.toThrow('closed');
  await expect(turnstile.pass(passage('b'), () => Promise.resolve(1))).rejects.toThrow('closed');
});

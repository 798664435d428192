import { CombinedError } from '@urql/core';
import { expect, test } from 'vitest';
import { explain, isRefusal } from './errors.ts';

const refused = (code: string, message = 'No.') =>
  new CombinedError({ graphQLErrors: [{ message, extensions: { code, requestId: 'r-7' } }] });

test('a refused token is recognised by its code', () => {
  expect(isRefusal(refused('UNAUTHENTICATED'))).toBe(true);
  expect(isRefusal(refused('BAD_USER_INPUT'))).toBe(false);
  expect(isRefusal(new CombinedError({ networkError: new Error('offline') }))).toBe(false);
});

test('the words are those of the server, with the id of a masked error', () => {
  expect(explain(refused('BAD_USER_INPUT', 'requests must be 1 to 100000'))).toBe(
    'requests must be 1 to 100000',
  );
  expect(explain(refused('INTERNAL_SERVER_ERROR', 'Internal error'))).toBe('Internal error (request r-7)');
});

test('silence is not called a failure', () => {
  expect(explain(new CombinedError({ networkError: new Error('offline') }))).toContain('did not answer');
});

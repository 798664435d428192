import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { mayCompile } from './may-compile.ts';

test.each([
  ['{ sales { id } strategies { source } }', true],
  ['mutation { purchase { __typename ... on SoldOut { message } } }', true],
  ['mutation { ...F } fragment F on Mutation { purchase { __typename } }', true],
  ['mutation { a: purchase { id } b: purchase { id } }', false],
  [
    'mutation { purchase { id } ...F } fragment F on Mutation { ...G } fragment G on Mutation { syncRedis { id } }',
    false,
  ],
  ['mutation { ... on Mutation { a: purchase { id } ... { b: purchase { id } } } }', false],
  ['query A { sales { id } } mutation B { a: purchase { id } b: purchase { id } }', false],
  ['{ sales { id @skip(if: true) } }', false],
  ['query ($a: Boolean!) { ...F @include(if: $a) } fragment F on Query { sales { id } }', false],
  ['{ __schema { queryType { name } } }', false],
  ['{ sale(id: "__schema @skip") { id } }', true],
])('%s: %s', (text, expected) => {
  expect(mayCompile(parse(text))).toBe(expected);
});

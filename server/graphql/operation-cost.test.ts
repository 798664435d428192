import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import type { GraphQLSchema } from 'graphql';
import { packageRoot } from '../package-root.ts';
import { readyMadeOperations } from '../transport/ready-made.ts';
import { readDocument } from './read-document.ts';
import { createSchema } from './schema.ts';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await createSchema();
});

/** Null for a document that is taken. */
function refusalOf(text: string): string | null {
  const reading = readDocument(schema, text);
  return 'errors' in reading ? reading.errors.map(({ message }) => message).join('\n') : null;
}

const many = (count: number, field: string): string =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');
const nested = (levels: number): string => `${'{ ofType '.repeat(levels)}{ name }${' }'.repeat(levels)}`;
/** Fragments that each spread the next one twice. */
const doubling = (levels: number): string =>
  Array.from(
    { length: levels },
    (_, index) =>
      `fragment F${index} on Sale { ${index === levels - 1 ? 'id' : `...F${index + 1} a: id ...F${index + 1}`} }`,
  ).join(' ');

describe('no operation is refused that', () => {
  const operations = readyMadeOperations.filter((text) => !text.startsWith('fragment'));
  test.each(operations.map((text) => [/\w+ \w+/.exec(text)?.[0] ?? text, text]))(
    'the dashboard or the SDK sends: %s',
    (_name, text) => expect(refusalOf(text)).toBe(null),
  );

  const folder = join(packageRoot, 'schema/operations-examples');
  test.each(readdirSync(folder))('the explorer shows: %s', (file) =>
    expect(refusalOf(readFileSync(join(folder, file), 'utf8'))).toBe(null),
  );

  test('explorers read the schema with', () => {
    const all = { inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true };
    expect(refusalOf(getIntrospectionQuery(all))).toBe(null);
  });

  test('buys thirty times, or looks at everything once', () => {
    const buy =
      'purchase(saleId: 1, buyerId: "ada") { __typename ... on PurchaseConfirmed { order { id } } }';
    expect(refusalOf(`mutation { ${many(30, buy)} }`)).toBe(null);
    expect(
      refusalOf(
        '{ health { status } products { id } sales { id redisRemaining } strategies { source why } orders(saleId: 1) { totalCount } stats(saleId: 1) { requests } audit(saleId: 1) { verdict } attacks { id state } saleEvents(saleId: 1) { totalCount } }',
      ),
    ).toBe(null);
  });
});

describe('too dear is', () => {
  test.each<[string, string]>([
    ['an audit under many names', `{ ${many(5, 'audit(saleId: 1) { verdict }')} }`],
    ['stats under many names', `{ ${many(20, 'stats(saleId: 1) { requests }')} }`],
    ['the units in Redis under many names', `{ sales { ${many(100, 'redisRemaining')} } }`],
    ['the sources under many names', `{ strategies { ${many(100, 'source why')} } }`],
    [
      'purchases by the hundred',
      `mutation { ${many(100, 'purchase(saleId: 1, buyerId: "ada") { __typename }')} }`,
    ],
    ['the schema under many names', `{ ${many(60, '__schema { queryType { name } }')} }`],
    [
      'what a fragment holds',
      `{ ${many(5, '__typename')} ...F } fragment F on Query { ...G } fragment G on Query { ${many(5, 'audit(saleId: 1) { verdict }')} }`,
    ],
    ['what fragments double', `{ sale(id: 1) { ...F0 } } ${doubling(60)}`],
    ['the frames of many attacks', '{ attacks { frames { atMs } } }'],
    [
      'the frames of many attacks in a fragment',
      '{ attacks { ...A } } fragment A on Attack { frames { atMs } }',
    ],
    [
      'buckets of frames under many names',
      `{ attack(id: "a") { frames { histogram { ${many(100, 'count')} } } } }`,
    ],
    ['the second operation of a text', `query A { __typename } query B { ${many(60, 'health { status }')} }`],
    [
      'a subscription to a thousand names',
      `subscription { stats(saleId: 1) { ${many(2_000 / 4, 'at __typename b: at __typename')} } }`,
    ],
  ])('%s', (_what, text) => {
    expect(refusalOf(text)).toMatch(
      /^This operation costs \S+ points, and 2000 are the most: ask for less|^Syntax Error: Document contains more/,
    );
  });

  test('a text of many words', () => {
    expect(refusalOf(`{ ${'__typename '.repeat(9_000)} }`)).toMatch(/2000/);
  });

  test('a text that is nested deeply', () => {
    expect(refusalOf(`{ __schema { types ${nested(18)} } }`)).toMatch(
      /^This operation is nested 21 fields deep, and 20 are the most/,
    );
  });
});

test('a text that is nested as deeply as it gets costs an answer and not the server', () => {
  for (const text of [
    '{a'.repeat(20_000),
    `{ ${'a { '.repeat(660)} id ${'} '.repeat(660)} }`,
    `{ a(b: ${'['.repeat(990)}${']'.repeat(990)}) }`,
    `{ a(b: ${'{c:'.repeat(490)}1${'}'.repeat(490)}) }`,
    `query ($a: ${'['.repeat(990)}Int${']'.repeat(990)}) { a }`,
    `{ ${'...{'.repeat(600)}id${'}'.repeat(600)} }`,
    `{ ${'...{'.repeat(660)}`,
    'fragment F on Sale { ...G } fragment G on Sale { ...F } { sales { ...F } }',
  ])
    expect(refusalOf(text)).not.toBe(null);
});

import { readdir, readFile } from 'node:fs/promises';
import { buildSchema, getOperationAST, type GraphQLSchema, Kind, parse, validate } from 'graphql';
import { expect, test } from 'vitest';

const folder = new URL('../schema/operations-examples/', import.meta.url);
const schema = buildSchema(await readFile(new URL('../schema/schema.graphql', import.meta.url), 'utf8'));
const names = await readdir(folder);
const examples = await Promise.all(
  names.map(async (name) => ({ name, text: await readFile(new URL(name, folder), 'utf8') })),
);

/** `query health`, `subscription stats`, ... */
const rootFieldsOf = (schema: GraphQLSchema): string[] =>
  Object.entries({
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  }).flatMap(([operation, type]) =>
    Object.keys(type?.getFields() ?? {}).map((field) => `${operation} ${field}`),
  );

test('every root field has exactly one ready-made operation', () => {
  const shown = examples.flatMap(({ text }) => {
    const operation = getOperationAST(parse(text));
    const fields = operation?.selectionSet.selections.filter((each) => each.kind === Kind.FIELD) ?? [];
    return fields.map(({ name }) => `${operation?.operation} ${name.value}`);
  });
  expect(shown.toSorted()).toEqual(rootFieldsOf(schema).toSorted());
});

test.for(examples)(
  '$name fits the schema, runs as it stands and says whether it needs a token',
  ({ text }) => {
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    const variables = getOperationAST(document)?.variableDefinitions ?? [];
    const needed = variables.filter(
      ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue,
    );
    expect(needed).toEqual([]);
    expect(text).toMatch(/^# .*\n(# .*\n)*(query|mutation|subscription) /);
    expect(text.slice(0, text.search(/^[^#]/m))).toContain('Authorization');
  },
);

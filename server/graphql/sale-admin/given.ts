import { Problem } from '../../domain/problem.ts';

/** The same without the fields that were left out: an input class has them all, and undefined must not overwrite. */
export function given<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const present: { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } = {};
  for (const name in fields) {
    const value = fields[name];
    if (isGiven(value)) present[name] = value;
  }
  return present;
}

function isGiven<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined;
}

/**
 * The same for fields that can't be empty, which the schema has to let be null so that they can be left out. Throws a
 * Problem for one that is null: to ignore it would look like having done it.
 */
export function givenValues<Fields extends object>(fields: Fields) {
  for (const name in fields) {
    if (fields[name] === null)
      throw new Problem('BAD_USER_INPUT', `${name} can't be null: leave it out, and it stays as it is.`);
  }
  return given(fields as { [Name in keyof Fields]: Exclude<Fields[Name], null> });
}

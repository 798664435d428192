import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { createSchema, printSorted } from './schema.ts';

const FILE = join(packageRoot, 'schema', 'schema.graphql');

test('the committed schema is the one that the server serves (UPDATE_SCHEMA=1 writes it)', async () => {
  const printed = printSorted(await createSchema());
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(FILE, printed);
  expect(readFileSync(FILE, 'utf8')).toBe(printed);
});

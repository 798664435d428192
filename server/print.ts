import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSchema, printSorted } from './graphql/schema.ts';
import { packageRoot } from './package-root.ts';
import { pageOf, strategyPage, strategyTable } from './strategies/describe.ts';
import { strategies, strategyNames } from './strategies/index.ts';

const TABLE = /(?<=<!-- strategies -->\n\n)[^]*?(?=\n\n<!-- \/strategies -->)/;

/** What is written from the code and committed: the schema, a page for each strategy, the README's table of them. Path to text. */
export async function printedFiles(): Promise<Map<string, string>> {
  const readme = await readFile(join(packageRoot, 'README.md'), 'utf8');
  return new Map([
    ['schema/schema.graphql', printSorted(await createSchema())],
    ...strategyNames.map((name): [string, string] => [
      `docs/strategies/${pageOf(name)}`,
      strategyPage(name, strategies[name]),
    ]),
    ['README.md', readme.replace(TABLE, strategyTable(strategies))],
  ]);
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from './package-root.ts';
import { printedFiles } from './print.ts';

const printed = await printedFiles();

test.each([...printed.keys()])('%s is as the code prints it (npm run codegen writes it)', (path) => {
  expect(readFileSync(join(packageRoot, path), 'utf8')).toBe(printed.get(path));
});

test('every page in docs/strategies belongs to a strategy', () => {
  const pages = readdirSync(join(packageRoot, 'docs/strategies')).map((page) => `docs/strategies/${page}`);
  expect(pages.filter((page) => !printed.has(page))).toEqual([]);
});

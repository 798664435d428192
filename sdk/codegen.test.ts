import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { generate } from '../codegen.ts';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));

test('the committed files are exactly what the schema and the operations generate', async () => {
  const generated = await generate();
  for (const [path, text] of generated) {
    expect(await readFile(join(packageRoot, path), 'utf8'), `${path} is stale: npm run codegen`).toBe(text);
  }
  const committed = (await readdir(join(packageRoot, 'schema/generated'))).map(
    (name) => `schema/generated/${name}`,
  );
  expect(committed.sort()).toEqual([...generated.keys()].sort());
});

test('an operation that does not fit the schema is refused with its field', async ({ onTestFinished }) => {
  const root = await mkdtemp(join(tmpdir(), 'flash-sale-codegen-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, 'schema/operations'), { recursive: true });
  await writeFile(join(root, 'schema/schema.graphql'), 'type Query { stock: Int! }');
  await writeFile(join(root, 'schema/operations/a.graphql'), 'query A { stok }');
  await expect(generate(root)).rejects.toThrow('stok');
});

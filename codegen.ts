import { realpathSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { buildASTSchema, type GraphQLEnumType, type GraphQLSchema, isEnumType, parse } from 'graphql';
import { packageRoot } from './server/package-root.ts';

/** Where the generated files live, from the package root. */
const OUT_DIR = 'schema/generated';

const HEADER = '// Written by codegen.ts from schema/schema.graphql and schema/operations. Do not edit.\n';

/** Shared by both plugins: what a name is called in one must be what the other refers to. */
const CONFIG = {
  scalars: { ID: 'string', DateTime: 'string' },
  strictScalars: true,
  immutableTypes: true,
  skipTypename: true,
  arrayInputCoercion: false,
  useTypeImports: true,
  enumType: 'string-literal',
  dedupeFragments: true,
  omitOperationSuffix: false,
};

/**
 * The generated files, path from the package root to text; writes nothing.
 * Throws with the place when a document is no GraphQL or does not fit the schema.
 */
export async function generate(root: string = packageRoot): Promise<Map<string, string>> {
  const schema = parse(await readFile(join(root, 'schema/schema.graphql'), 'utf8'));
  const schemaAst = buildASTSchema(schema);
  const operations = await codegen({
    filename: `${OUT_DIR}/operations.ts`,
    schema,
    schemaAst,
    documents: await readDocuments(join(root, 'schema/operations')),
    plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
    pluginMap: { typescriptOperations, typedDocumentNode },
    config: { ...CONFIG, enumValues: './enums.ts' },
  });
  return new Map([
    [`${OUT_DIR}/enums.ts`, enumsFile(schemaAst)],
    // The plugin re-exports the enums as values, which verbatimModuleSyntax refuses for a type.
    [
      `${OUT_DIR}/operations.ts`,
      HEADER + operations.replace(/^export \{ (\w+) \};\n\n/gm, 'export type { $1 };\n'),
    ],
  ]);
}

async function readDocuments(folder: string) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(
    names.map(async (name) => ({
      location: `schema/operations/${name}`,
      document: parse(await readFile(join(folder, name), 'utf8')),
    })),
  );
}

/** What TypeScript's types cannot give at run time: the values of each enum, in the schema's order. */
function enumsFile(schema: GraphQLSchema): string {
  const enums = Object.values(schema.getTypeMap())
    .filter(isEnumType)
    .filter((type) => !type.name.startsWith('__'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return HEADER + enums.map(enumDeclaration).join('');
}

function enumDeclaration(type: GraphQLEnumType): string {
  const values = type
    .getValues()
    .map((value) => `  '${value.name}',\n`)
    .join('');
  return `
/** Every value of ${type.name}, in the order of the schema. */
export const ${listName(type.name)} = [
${values}] as const;
export type ${type.name} = (typeof ${listName(type.name)})[number];
`;
}

/** PurchaseStrategy -> purchaseStrategies, AttackState -> attackStates. */
function listName(typeName: string): string {
  const name = typeName.charAt(0).toLowerCase() + typeName.slice(1);
  if (name.endsWith('y')) return `${name.slice(0, -1)}ies`;
  return name.endsWith('s') ? `${name}es` : `${name}s`;
}

async function main(): Promise<void> {
  await mkdir(join(packageRoot, OUT_DIR), { recursive: true });
  for (const [path, text] of await generate()) await writeFile(join(packageRoot, path), text);
}

const entry = process.argv[1];
if (entry !== undefined && realpathSync(entry) === fileURLToPath(import.meta.url)) await main();

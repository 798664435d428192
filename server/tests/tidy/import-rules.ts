import { posix } from 'node:path';
import type { ProjectFile } from './house.ts';
import { isSource, isTest, type Rule } from './rule.ts';
import { sourceOf } from './source.ts';

/** Where files live and where their imports may lead. The first pattern that fits a file decides. */
interface Area {
  readonly files: RegExp;
  readonly mayImport: RegExp;
  /** Imported for its types alone, on top of `mayImport`. */
  readonly mayImportTypes?: RegExp;
  /** Package imports are free unless this names the only ones allowed. */
  readonly packages?: RegExp;
}

const shared = 'server/(crash-points|log|metrics|package-root|redis-url)\\.ts$';

/** domain <- redis / postgres / realtime <- strategies <- services <- graphql <- transport <- app. */
const areas: readonly Area[] = [
  { files: /^server\/domain\//, mayImport: /^server\/domain\//, packages: /^$/ },
  { files: /^server\/postgres\//, mayImport: new RegExp(`^server/(domain|postgres)/|^${shared}`) },
  { files: /^server\/redis\//, mayImport: new RegExp(`^server/(domain|redis)/|^${shared}`) },
  { files: /^server\/realtime\//, mayImport: new RegExp(`^server/(domain|redis|realtime)/|^${shared}`) },
  {
    files: /^server\/strategies\/(index|registered)\.ts$/,
    mayImport: /^server\/(domain|strategies)\//,
  },
  {
    files: /^server\/strategies\//,
    mayImport: /^server\/(domain|redis|postgres)\/|^server\/(strategies\/strategy|crash-points)\.ts$/,
  },
  {
    files: /^server\/services\//,
    mayImport: new RegExp(
      `^server/(domain|postgres|redis|realtime|services)/|^server/strategies/(index|strategy)\\.ts$|^${shared}`,
    ),
    mayImportTypes: /^lab\/generator\/protocol\.ts$/,
  },
  {
    files: /^server\/graphql\//,
    mayImport: new RegExp(
      `^server/(domain|services|graphql)/|^server/realtime/topics\\.ts$|^server/strategies/index\\.ts$|^${shared}`,
    ),
  },
  {
    files: /^server\/transport\//,
    mayImport: new RegExp(
      `^server/(domain|services|graphql|realtime|transport)/|^schema/generated/operations\\.ts$|^${shared}`,
    ),
    mayImportTypes: /^server\/config\.ts$/,
  },
  {
    files: /^server\/embedded\//,
    mayImport: new RegExp(`^server/embedded/|^server/start-error\\.ts$|^${shared}`),
  },
  { files: /^server\//, mayImport: /^server\/|^lab\/generator\/protocol\.ts$/ },
  { files: /^sdk\//, mayImport: /^(sdk|schema\/generated)\// },
  // Browsers make reports as well.
  { files: /^lab\/report\//, mayImport: /^(lab\/report|sdk|schema\/generated)\//, packages: /^$/ },
  { files: /^lab\//, mayImport: /^(lab|sdk|schema\/generated)\// },
  {
    files: /^client\/(components|lib)\//,
    mayImport: /^client\/(components|lib)\/|^(lab\/report|sdk|schema\/generated)\//,
  },
  {
    files: /^client\/features\//,
    mayImport: /^client\/(components|lib)\/|^(lab\/report|sdk|schema\/generated)\//,
  },
  { files: /^client\//, mayImport: /^(client|lab\/report|sdk|schema\/generated)\// },
  {
    files: /^bench\//,
    mayImport:
      /^(bench|lab|sdk|schema\/generated)\/|^server\/(engine|log|metrics|purchase-metrics|domain\/spans|services\/figures|embedded\/open-stores|postgres\/(prepared-client|sell|repositories\/orders))\.ts$/,
  },
  { files: /^e2e\//, mayImport: /^(e2e|sdk|schema\/generated)\// },
];

export const importRules: readonly Rule[] = [
  {
    title: 'imports point one way: domain, stores, strategies, services, graphql, transport, app',
    check: (files) => files.filter((file) => isSource(file) && !isTest(file)).flatMap(wrongImports),
    breaches: [
      { path: 'server/domain/sale.ts', text: `import type { SaleRow } from '../postgres/entities/sale.ts';` },
      { path: 'server/redis/connection.ts', text: `import { pool } from '../postgres/pool.ts';` },
      { path: 'server/strategies/row-lock.ts', text: `import { noLock } from './no-lock.ts';` },
      { path: 'server/services/purchase.ts', text: `import { rowLock } from '../strategies/row-lock.ts';` },
      { path: 'server/graphql/sale/sale.resolver.ts', text: `import '../../postgres/data-source.ts';` },
      { path: 'client/features/live/live.tsx', text: `export * from '../compare/compare.tsx';` },
      { path: 'lab/generator/main.ts', text: `await import('../../server/app.ts');` },
      { path: 'lab/report/page.ts', text: `import { count } from '../cli/words.ts';` },
      { path: 'bench/parts/durable.ts', text: `import { uuidv7 } from '../../server/domain/ids.ts';` },
    ],
  },
  {
    title: 'domain and reports need no package',
    check: (files) => files.filter((file) => isSource(file) && !isTest(file)).flatMap(wrongPackages),
    breaches: [
      { path: 'server/domain/sale.ts', text: `import { z } from 'zod';` },
      { path: 'lab/report/page.ts', text: `import { readFile } from 'node:fs/promises';` },
    ],
  },
  {
    title: 'sdk, lab and client never import the server, not even in their tests',
    check: (files) => files.filter((file) => isSource(file)).flatMap(serverFromOutside),
    breaches: [
      { path: 'client/app/app.tsx', text: `import type { Sale } from '../../server/domain/sale.ts';` },
    ],
  },
];

function wrongImports(file: ProjectFile): string[] {
  const area = areas.find((each) => each.files.test(file.path));
  if (!area) return [];
  return resolvedImports(file)
    .filter(({ target, typeOnly }) => !allowed(area, file, target, typeOnly))
    .map(({ target, line }) => {
      return `${file.path}:${line} imports ${target}: ask for what it needs as an argument, or move it to where it may`;
    });
}

function allowed(area: Area, file: ProjectFile, target: string, typeOnly: boolean): boolean {
  if (area.mayImport.test(target) || target.endsWith('.css') || target === 'package.json') return true;
  if (typeOnly && area.mayImportTypes?.test(target)) return true;
  const feature = /^client\/features\/[^/]+\//.exec(file.path)?.[0];
  return feature !== undefined && target.startsWith(feature);
}

function wrongPackages(file: ProjectFile): string[] {
  const only = areas.find((each) => each.files.test(file.path))?.packages;
  if (!only) return [];
  return sourceOf(file)
    .imports.filter(({ name }) => !name.startsWith('.') && !only.test(name))
    .map(
      ({ name, line }) =>
        `${file.path}:${line} imports ${name}: keep it pure, let a caller pass the value in`,
    );
}

function serverFromOutside(file: ProjectFile): string[] {
  if (!/^(sdk|lab|client)\//.test(file.path)) return [];
  return resolvedImports(file)
    .filter(({ target }) => target.startsWith('server/') && !isTestHelp(file, target))
    .map(
      ({ target, line }) => `${file.path}:${line} imports ${target}: go through schema/generated or the sdk`,
    );
}

/** Tests may start a server with the tests' own helpers; what they test stays a client like any other. */
function isTestHelp(file: ProjectFile, target: string): boolean {
  return isTest(file) && target.startsWith('server/tests/_util/');
}

function resolvedImports(file: ProjectFile): { target: string; line: number; typeOnly: boolean }[] {
  return sourceOf(file)
    .imports.filter(({ name }) => name.startsWith('.'))
    .map(({ name, line, typeOnly }) => {
      return { target: posix.join(posix.dirname(file.path), name), line, typeOnly };
    });
}

import type { ProjectFile } from './house.ts';
import { isSource, isTest, isToolConfig, type Rule } from './rule.ts';
import { sourceOf, type Place } from './source.ts';

const documentedShareMin = 0.9;
const castsPerThousandLinesMax = 2;

export const codeRules: readonly Rule[] = [
  {
    title: 'nothing is typed any',
    check: each(isSource, (file) => sourceOf(file).anys, 'use unknown and narrow it'),
    breaches: [{ path: 'sdk/client.ts', text: 'export const a = (b: any) => b;' }],
  },
  {
    title: 'nothing is asserted to be there with !',
    check: each(
      isSource,
      (file) => sourceOf(file).nonNulls,
      'test for undefined, or let the type say it is there',
    ),
    breaches: [{ path: 'sdk/client.ts', text: 'export const a = (b?: string) => b!.length;' }],
  },
  {
    title: `casts stay rare: ${castsPerThousandLinesMax} in a thousand lines`,
    check: casts,
    breaches: [{ path: 'sdk/client.ts', text: 'export const a = 1 as unknown;' }],
  },
  {
    title: 'exports have names, except where a tool demands a default',
    check: each(
      (file) => isSource(file) && !isToolConfig(file),
      (file) => sourceOf(file).defaultExports,
      'export it by its name',
    ),
    breaches: [{ path: 'client/app/app.tsx', text: 'export default function App() {}' }],
  },
  {
    title: 'only server/config.ts and commands read the environment',
    check: each(
      (file) => isSource(file) && !isTest(file) && !readsEnvironment.test(file.path),
      (file) => sourceOf(file).environmentReads,
      'take the value from the configuration that is passed in',
    ),
    breaches: [{ path: 'server/redis/connection.ts', text: 'export const a = process.env.REDIS_URL;' }],
  },
  {
    title: `${documentedShareMin * 100} % of the exports of domain, strategies, redis, realtime and sdk say what they are`,
    check: undocumented,
    breaches: [{ path: 'server/domain/sale.ts', text: 'export interface Sale {}' }],
  },
  {
    title: 'file names are kebab-case',
    check: (files) =>
      files
        .filter((file) => /\.(tsx?|mjs|css)$/.test(file.path) && !file.path.startsWith('schema/generated/'))
        .filter((file) => !/^(.*\/)?_?[a-z\d]+(-[a-z\d]+)*(\.[a-z\d-]+)*$/.test(file.path))
        .map((file) => `${file.path}:1 is not kebab-case: rename it`),
    breaches: [{ path: 'client/components/PickList.tsx', text: '' }],
  },
];

const readsEnvironment = /^server\/config\.ts$|^lab\/[\w-]+\/main\.ts$|^codegen\.ts$|\.config\.ts$|^bench\//;

function each(
  concerns: (file: ProjectFile) => boolean,
  places: (file: ProjectFile) => readonly Place[],
  advice: string,
): Rule['check'] {
  return (files) =>
    files.filter(concerns).flatMap((file) => {
      return places(file).map(({ line, name }) => `${file.path}:${line} ${name.split('\n')[0]}: ${advice}`);
    });
}

function casts(files: readonly ProjectFile[]): string[] {
  const sources = files.filter((file) => isSource(file) && !isTest(file));
  const lines = sources.reduce((sum, file) => sum + file.text.split('\n').length, 0);
  const found = each(
    () => true,
    (file) => sourceOf(file).casts,
    'let a parser or a type guard tell the type',
  )(sources);
  return found.length > (lines / 1000) * castsPerThousandLinesMax
    ? [`${found.length} in ${lines} lines`, ...found]
    : [];
}

function undocumented(files: readonly ProjectFile[]): string[] {
  const core = /^server\/(domain|strategies|redis|realtime)\/|^sdk\//;
  const exports = files
    .filter((file) => isSource(file) && !isTest(file) && core.test(file.path))
    .flatMap((file) => sourceOf(file).exports.map((found) => ({ path: file.path, ...found })));
  const missing = exports.filter(({ documented }) => !documented);
  if (missing.length <= exports.length * (1 - documentedShareMin)) return [];
  return missing.map(
    ({ path, line, name }) => `${path}:${line} ${name}: say what it is, its units and its errors`,
  );
}

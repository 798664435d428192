import { posix } from 'node:path';
import type { ProjectFile } from './house.ts';
import type { Rule } from './rule.ts';

const configuration = 'server/config.ts';
const registry = 'server/strategies/registered.ts';

export const documentRules: readonly Rule[] = [
  {
    title: 'every link and picture of a document leads to a file',
    check: (files) => files.filter(isDocument).flatMap((file) => deadLinks(file, files)),
    breaches: [{ path: 'README.md', text: 'See [the design](docs/none.md).' }],
  },
  {
    title: 'every npm script that a document names exists',
    check: (files) => files.filter(isDocument).flatMap((file) => unknownScripts(file, files)),
    breaches: [{ path: 'README.md', text: 'Run `npm run nothing`.' }],
  },
  {
    title: 'the README explains every variable of the configuration',
    check: (files) =>
      matches(textOf(files, configuration), /^ {2}([A-Z][A-Z_]+): z\b/gm)
        .filter((name) => !readmeRow(files, name))
        .map((name) => `README.md:1 has no row for ${name}: add one to the configuration table`),
    breaches: [{ path: configuration, text: '  SECRET_SAUCE: z.string(),' }],
  },
  {
    title: 'the README has a row for every strategy, in the words of its file',
    check: missingStrategies,
    breaches: [{ path: registry, text: `export { noLock as NO_LOCK } from './no-lock.ts';` }],
  },
];

function isDocument(file: ProjectFile): boolean {
  return file.path.endsWith('.md');
}

function textOf(files: readonly ProjectFile[], path: string): string {
  return files.find((file) => file.path === path)?.text ?? '';
}

/** The row of a table of the README whose first cell is the name. */
function readmeRow(files: readonly ProjectFile[], name: string): string | undefined {
  const lines = textOf(files, 'README.md').split('\n');
  return lines.find((line) => line.startsWith(`| \`${name}\` `));
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function deadLinks(file: ProjectFile, files: readonly ProjectFile[]): string[] {
  const link =
    /\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)|<(?:img|source)[^>]*\ssrc(?:set)?="(?!https?:)([^"]+)"/g;
  return [...file.text.matchAll(link)]
    .map((match) => ({ at: match.index, written: match[1] ?? match[2] ?? '' }))
    .map(({ at, written }) => ({
      at,
      target: posix.join(posix.dirname(file.path), written).replace(/\/$/, ''),
    }))
    .filter(({ target }) => !files.some(({ path }) => path === target || path.startsWith(`${target}/`)))
    .map(({ at, target }) => `${file.path}:${lineOf(file.text, at)} ${target} is not there: mend the link`);
}

function unknownScripts(file: ProjectFile, files: readonly ProjectFile[]): string[] {
  const manifest = textOf(files, 'package.json');
  return [...file.text.matchAll(/npm run ([\w:-]+)/g)]
    .filter((match) => !manifest.includes(`"${match[1]}": "`))
    .map(
      (match) =>
        `${file.path}:${lineOf(file.text, match.index)} ${match[0]}: package.json has no such script`,
    );
}

function missingStrategies(files: readonly ProjectFile[]): string[] {
  return [...textOf(files, registry).matchAll(/as (\w+) \} from '\.\/([\w-]+\.ts)'/g)].flatMap((match) => {
    const file = textOf(files, `server/strategies/${match[2]}`);
    const description = /\bdescription:\s*'([^']+)'/.exec(file)?.[1] ?? '';
    const row = readmeRow(files, match[1] ?? '');
    if (row !== undefined && description !== '' && row.includes(description)) return [];
    return [
      `README.md:1 has no row "| \`${match[1]}\` | ... ${description} |": add it to the table of strategies`,
    ];
  });
}

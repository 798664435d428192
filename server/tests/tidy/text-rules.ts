import type { ProjectFile } from './house.ts';
import type { Rule } from './rule.ts';

/** Absolute paths of somebody's machine. Put together here so that this file holds none. */
const folders = ['work', 'root', 'home', 'Users'];
const machinePath = new RegExp(String.raw`(?<![\w.$}-])/(${folders.join('|')})/[\w.-]`);

export const textRules: readonly Rule[] = [
  {
    title: 'the lock file and .npmrc name no registry',
    check: (files) =>
      files
        .filter(namesPackages)
        .flatMap((file) => lines(file, /"resolved":|^\s*(@.*:)?registry\s*=/, registryAdvice)),
    breaches: [{ path: 'package-lock.json', text: '"resolved": "https://example.org/a.tgz"' }],
  },
  {
    title: 'nothing names a path of one machine',
    check: (files) =>
      files.flatMap((file) => lines(file, machinePath, 'use a path from the root of the project')),
    breaches: [{ path: 'README.md', text: `cd /${folders[0]}/flash-sale` }],
  },
];

const registryAdvice =
  'any mirror must serve it: remove the address (npm pkg and npm install leave it out by .npmrc)';

function namesPackages(file: ProjectFile): boolean {
  return /(^|\/)(package-lock\.json|\.npmrc)$/.test(file.path);
}

function lines(file: ProjectFile, pattern: RegExp, advice: string): string[] {
  return file.text
    .split('\n')
    .map((text, index) => ({ text, line: index + 1 }))
    .filter(({ text }) => pattern.test(text))
    .map(({ line, text }) => `${file.path}:${line} ${text.trim().slice(0, 80)}: ${advice}`);
}

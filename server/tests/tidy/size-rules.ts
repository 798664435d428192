import type { ProjectFile } from './house.ts';
import { isSource, isTest, type Rule } from './rule.ts';
import { sourceOf } from './source.ts';

const linesMax = 300;
const linesMedianMax = 60;
const linesP90Max = 200;
const functionLinesMax = 70;

export const sizeRules: readonly Rule[] = [
  {
    title: `no file is longer than ${linesMax} lines`,
    check: (files) => files.filter(isCode).flatMap(tooLong),
    breaches: [{ path: 'server/app.ts', text: 'void 0;\n'.repeat(linesMax + 1) }],
  },
  {
    title: `half of the source files are ${linesMedianMax} lines or shorter, nine in ten ${linesP90Max}`,
    check: quantiles,
    breaches: [{ path: 'server/app.ts', text: 'void 0;\n'.repeat(linesP90Max + 1) }],
  },
  {
    title: `no function is longer than ${functionLinesMax} lines`,
    check: (files) => files.filter((file) => isSource(file)).flatMap(longFunctions),
    breaches: [{ path: 'server/app.ts', text: `function start() {${'\n'.repeat(functionLinesMax)}}` }],
  },
];

function isCode(file: ProjectFile): boolean {
  return isSource(file) || /\.(mjs|lua)$/.test(file.path);
}

function lineCount(file: ProjectFile): number {
  return file.text.replace(/\n$/, '').split('\n').length;
}

function tooLong(file: ProjectFile): string[] {
  const lines = lineCount(file);
  return lines > linesMax
    ? [`${file.path}:${linesMax} goes on to line ${lines}: give one of its parts a file`]
    : [];
}

function quantiles(files: readonly ProjectFile[]): string[] {
  const sized = files
    .filter((file) => isSource(file) && !isTest(file))
    .map((file) => ({ path: file.path, lines: lineCount(file) }))
    .toSorted((a, b) => a.lines - b.lines);
  const at = (share: number): number => sized[Math.ceil(share * sized.length) - 1]?.lines ?? 0;
  const longest = sized
    .slice(-10)
    .map(({ path, lines }) => `${path} ${lines}`)
    .join(', ');
  const problems: string[] = [];
  if (at(0.5) > linesMedianMax)
    problems.push(`median ${at(0.5)} lines: split files; the longest are ${longest}`);
  if (at(0.9) > linesP90Max) problems.push(`p90 ${at(0.9)} lines: split the longest, ${longest}`);
  return problems;
}

function longFunctions(file: ProjectFile): string[] {
  return sourceOf(file)
    .functions.filter(({ lines }) => lines > functionLinesMax)
    .map(({ name, line, lines }) => `${file.path}:${line} ${name} has ${lines} lines: name a part of it`);
}

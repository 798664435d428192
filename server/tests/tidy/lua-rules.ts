import { basename } from 'node:path';
import type { ProjectFile } from './house.ts';
import type { Rule } from './rule.ts';

const header = `-- Takes units.\n-- KEYS[1] gate\n-- ARGV[1] units\n-- Output: the units left.\n`;

export const luaRules: readonly Rule[] = [
  {
    title: 'a Lua command is named after the number of its keys',
    check: (files) => files.filter(isCommand).flatMap(wrongKeyCount),
    breaches: [{ path: 'server/redis/lua/take-1.lua', text: `${header}return redis.call('GET', KEYS[2])` }],
  },
  {
    title: 'a Lua command begins with its purpose, KEYS, ARGV and output',
    check: (files) => files.filter(isCommand).flatMap(wrongHeader),
    breaches: [{ path: 'server/redis/lua/take-1.lua', text: `return redis.call('GET', KEYS[1])` }],
  },
  {
    title: 'a Lua include holds one function of its own name',
    check: (files) => files.filter(isInclude).flatMap(wrongInclude),
    breaches: [{ path: 'server/redis/lua/includes/is-known.lua', text: 'local function other() end' }],
  },
];

function isCommand(file: ProjectFile): boolean {
  return /\/lua\/[^/]+\.lua$/.test(file.path);
}

function isInclude(file: ProjectFile): boolean {
  return /\/lua\/includes\/[^/]+\.lua$/.test(file.path);
}

function wrongKeyCount(file: ProjectFile): string[] {
  const named = /^[A-Za-z]+-(\d+)\.lua$/.exec(basename(file.path))?.[1];
  if (named === undefined) return [`${file.path}:1 is not named <command>-<keyCount>.lua: rename it`];
  const highest = Math.max(0, ...[...file.text.matchAll(/KEYS\[(\d+)\]/g)].map((match) => Number(match[1])));
  if (Number(named) === highest) return [];
  return [`${file.path}:1 says ${named} keys and uses KEYS[${highest}]: rename it, and its binding`];
}

function wrongHeader(file: ProjectFile): string[] {
  const block = /^(--\[\[[^]*?\]\]|(--.*\n)+)/.exec(file.text)?.[0] ?? '';
  const wanted = {
    purpose: /^--(\[\[)?\s*[A-Z]\w+/,
    KEYS: /\bKEYS\b/,
    ARGV: /\bARGV\b/,
    output: /\b(output|returns?|reply)\b/i,
  };
  return Object.entries(wanted)
    .filter(([, pattern]) => !pattern.test(block))
    .map(([part]) => `${file.path}:1 says nothing of its ${part}: write it into the comment it begins with`);
}

function wrongInclude(file: ProjectFile): string[] {
  const names = [...file.text.matchAll(/^local function (\w+)/gm)].map((match) => match[1] ?? '');
  const plain = (name: string): string => name.replaceAll(/[-_]/g, '').toLowerCase();
  const own = basename(file.path, '.lua');
  if (names.length === 1 && names.every((name) => plain(name) === plain(own))) return [];
  return [
    `${file.path}:1 defines ${names.join(', ') || 'nothing'}: one function a file, named like the file`,
  ];
}

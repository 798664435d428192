import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { anyOf } from './any-of.ts';
import { serversOf, type RedisClient } from './client.ts';

const LUA = new URL('./lua/', import.meta.url);
const INCLUDE = /^--- @include "(?<name>\w+)"$/gm;

/** Every script that was loaded, by its SHA-1. */
const loaded = new Map<string, { readonly name: string; readonly source: string }>();

/** The file and the text of the script that a command names, by its SHA-1 or by its text; undefined for none of ours. */
export function scriptOf(
  shaOrSource: string,
): { readonly name: string; readonly source: string } | undefined {
  const isSha = /^[0-9a-f]{40}$/.test(shaOrSource);
  return loaded.get(isSha ? shaOrSource : shaOf(shaOrSource));
}

/** Tells every server that can be reached every script there is, so that none has to be sent whole later. */
export async function tellScripts(redis: RedisClient): Promise<void> {
  const sources = Array.from(loaded.values(), ({ source }) => source);
  await anyOf(
    serversOf(redis).map((server) =>
      Promise.all(sources.map((source) => server.redis.script('LOAD', source))),
    ),
  );
}

/** A Lua script bound to its types. `source` is what Redis runs, includes and all. */
export interface Script<Reply> {
  readonly source: string;
  run(redis: RedisClient, keys: readonly string[], args: readonly (string | number)[]): Promise<Reply>;
}

/**
 * Loads lua/<name>-<keys>.lua. It is called by its SHA-1 and sent whole only when the server does not know it, which a
 * restart or a FLUSHALL brings about at any time.
 */
export function loadScript<Reply>(file: string, parse: (raw: unknown) => Reply): Script<Reply> {
  const keyCount = Number(/-(\d+)$/.exec(file)?.[1]);
  const source = readFileSync(new URL(`${file}.lua`, LUA), 'utf8').replaceAll(
    INCLUDE,
    (_line, name: string) => readFileSync(new URL(`includes/${name}.lua`, LUA), 'utf8'),
  );
  const sha = shaOf(source);
  loaded.set(sha, { name: file, source });
  return {
    source,
    async run(redis, keys, args) {
      if (keys.length !== keyCount) throw new Error(`${file} takes ${keyCount} keys, not ${keys.length}`);
      try {
        return parse(await redis.evalsha(sha, keyCount, ...keys, ...args));
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return parse(await redis.eval(source, keyCount, ...keys, ...args));
      }
    },
  };
}

function shaOf(source: string): string {
  return createHash('sha1').update(source).digest('hex');
}

/** A reply of one integer. */
export function parseInteger(raw: unknown): number {
  if (typeof raw !== 'number')
    throw new TypeError(`Redis answered ${JSON.stringify(raw)} where a number was due`);
  return raw;
}

/** A reply of integers. */
export function parseIntegers(raw: unknown): number[] {
  if (!Array.isArray(raw)) throw new TypeError(`Redis answered ${JSON.stringify(raw)} where a list was due`);
  return raw.map(parseInteger);
}

/** A reply of two integers: a code and a number. */
export function parsePair(raw: unknown): [code: number, value: number] {
  if (!Array.isArray(raw) || raw.length !== 2)
    throw new TypeError(`Redis answered ${JSON.stringify(raw)} where a pair was due`);
  return [parseInteger(raw[0]), parseInteger(raw[1])];
}

/** A reply of a code, a number and a text. */
export function parseTriple(raw: unknown): [code: number, value: number, text: string] {
  if (!Array.isArray(raw) || raw.length !== 3)
    throw new TypeError(`Redis answered ${JSON.stringify(raw)} where three values were due`);
  return [parseInteger(raw[0]), parseInteger(raw[1]), String(raw[2])];
}

/** A reply of strings. */
export function parseStrings(raw: unknown): string[] {
  if (!Array.isArray(raw)) throw new TypeError(`Redis answered ${JSON.stringify(raw)} where a list was due`);
  return raw.map(String);
}

import type { StepKind, StepStatement } from '../../domain/steps.ts';
import type { Passage } from '../../domain/turnstile.ts';
import { scriptOf } from '../../redis/script.ts';
import { shortText, valueWords } from './value-words.ts';

/** A statement or command as it is shown. */
export function describeStatement(passage: Passage, keyPrefix: string): StepStatement {
  return passage.store === 'POSTGRES' ? describeSql(passage) : describeCommand(passage, keyPrefix);
}

function describeSql({ text, values }: Passage): StepStatement {
  const sent = text.trim();
  return { store: 'POSTGRES', kind: kindOfSql(sent), text: shorten(sent, values), sent };
}

const SQL_KINDS: readonly [RegExp, StepKind][] = [
  [/^(COMMIT|END)\b/i, 'COMMIT'],
  [/^(ROLLBACK|ABORT)\b/i, 'ROLLBACK'],
  [/\b(INSERT INTO|UPDATE "?\w+"? SET|DELETE FROM|purchase_group|take_pooled|fill_pool)\b/i, 'WRITE'],
  [/\bFOR (NO KEY )?(UPDATE|SHARE)\b|\bpg_(try_)?advisory_/i, 'LOCK'],
];

function kindOfSql(sql: string): StepKind {
  return SQL_KINDS.find(([pattern]) => pattern.test(sql))?.[1] ?? 'READ';
}

/** Without the quotes and aliases of TypeORM, without comments, and with the values in their places. */
function shorten(sql: string, values: readonly unknown[]): string {
  return (
    sql
      .replaceAll(/--.*$/gm, ' ')
      .replaceAll(/\s+/g, ' ')
      .replace(/^SELECT (?:DISTINCT )?"\w+"\."\w+" AS .*? FROM (?="\w+" "\w+")/, 'SELECT * FROM ')
      .replace(/FROM ("\w+") "\w+"/, 'FROM $1')
      .replaceAll(/"\w+Entity"\./g, '')
      .replaceAll(/"(\w+)"/g, '$1')
      .replaceAll(/\(extract\(epoch FROM (\w+)\) \* 1000\)::float8 AS \w+/g, '$1')
      .replaceAll(/\(\(([^()]*)\)\)/g, '$1')
      .replaceAll(/\( (\([^()]*\)) \)/g, '$1')
      // The columns of an order are told by its values.
      .replaceAll(/(INSERT INTO \w+) \(\w+(?:, \w+){4,}\)/g, '$1 (...)')
      .replaceAll(/\( | \)/g, (bracket) => bracket.trim())
      .replaceAll(/\$(\d+)(?:::\w+)?/g, (placeholder, number: string) => {
        const index = Number(number) - 1;
        return index < values.length ? valueWords(values[index]) : placeholder;
      })
      .trim()
  );
}

const READING_COMMANDS =
  /^(get|mget|exists|ttl|pttl|watch|unwatch|z(range|card|score)|h(get|getall|mget)|x(len|range|pending)|scard|smembers|time)$/;

function describeCommand(passage: Passage, keyPrefix: string): StepStatement {
  const lines = passage.values.map((each) => (Array.isArray(each) ? each.map(String) : []));
  const sent = lines.map(([name = '', ...args]) => [name.toUpperCase(), ...args].join(' ')).join('\n');
  const words = lines.map((line) => commandWords(line, keyPrefix)).join('; ');
  const kind = lines.every(([name = '']) => READING_COMMANDS.test(name)) ? 'READ' : 'WRITE';
  return { store: 'REDIS', kind, text: words, sent };
}

/** "GET key"; of a script its name, its keys and its arguments. */
function commandWords([name = '', ...args]: readonly string[], keyPrefix: string): string {
  const bare = args.map((part) => bareKey(part, keyPrefix));
  const [first = '', count = '', ...rest] = bare;
  const script = name === 'evalsha' || name === 'eval' ? scriptOf(args[0] ?? '') : undefined;
  if (script === undefined)
    return [name.toUpperCase(), ...[first, count, ...rest].map(shortText)].join(' ').trim();
  const keys = rest.slice(0, Number(count)).map(shortText).join(', ');
  const given = rest.slice(Number(count)).map(shortText).join(', ');
  return `${script.name}.lua (${keys}; ${given})`;
}

/** A key of the sale by its last name: the rest is the same for all. */
function bareKey(part: string, keyPrefix: string): string {
  if (!part.startsWith(keyPrefix)) return part;
  const key = part.slice(keyPrefix.length);
  const [, slot = '', name = ''] = /^fs:\{sale:\d+(?::(\w+))?\}:(?:f\d+:)?(.*)$/.exec(key) ?? ['', '', key];
  return slot === '' ? name : `${slot}:${name}`;
}

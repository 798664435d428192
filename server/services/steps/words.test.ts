import { expect, test } from 'vitest';
import type { Passage } from '../../domain/turnstile.ts';
import { reserveSource } from '../../redis/gate.ts';
import { describeAnswer } from './answer-words.ts';
import { heldWords, waitWords } from './lock-words.ts';
import { describeStatement } from './statement-words.ts';

const sql = (text: string, values: unknown[] = []): Passage => ({
  store: 'POSTGRES',
  text,
  values,
  backend: 1,
});
const redis = (...commands: unknown[][]): Passage => ({
  store: 'REDIS',
  text: commands.map(([name]) => String(name)).join(' '),
  values: commands,
  backend: null,
});
const words = (passage: Passage): string => describeStatement(passage, 'p:').text;

test.each([
  ['SELECT "S"."id" AS "S_id", "S"."x" AS "S_x" FROM "sales" "S" WHERE (("S"."id" = $1)) LIMIT 1', 'READ'],
  ['SELECT FROM sales WHERE id = $1 FOR UPDATE', 'LOCK'],
  ['SELECT pg_advisory_xact_lock($1)', 'LOCK'],
  ['UPDATE "sales" SET "remaining" = "remaining" - 1 WHERE "id" = $1', 'WRITE'],
  ['WITH sale AS (UPDATE sales SET x = 1) INSERT INTO orders SELECT 1', 'WRITE'],
  ['SELECT * FROM purchase_group($1)', 'WRITE'],
  ['COMMIT', 'COMMIT'],
  ['ROLLBACK', 'ROLLBACK'],
])('%s is a %s', (text, kind) => {
  expect(describeStatement(sql(text), '').kind).toBe(kind);
});

test('values stand in their places, ids cut short, casts and quotes left out', () => {
  const id = '01a20437-1111-7222-8333-444455556666';
  expect(words(sql('SELECT $1::uuid, "a"."b", $2, $3, $4', [id, 'ada', null, ['1', 'x']]))).toBe(
    "SELECT '01a20437…', a.b, 'ada', NULL, {1, 'x'}",
  );
  expect(words(sql('SELECT 1 -- a word\n  FROM sales'))).toBe('SELECT 1 FROM sales');
  expect(words(sql('INSERT INTO orders (a, b, c, d, e) VALUES ($1)', [2]))).toBe(
    'INSERT INTO orders (...) VALUES (2)',
  );
});

test('keys of Redis go by their last name, scripts by their file', () => {
  expect(words(redis(['get', 'p:fs:{sale:7}:f1:left']))).toBe('GET left');
  expect(words(redis(['get', 'p:fs:{sale:7:s3}:f1:left']))).toBe('GET s3:left');
  expect(words(redis(['eval', reserveSource, '2', 'p:fs:{sale:7}:f1:left', 'p:other', '1']))).toBe(
    'reserve-2.lua (left, other; 1)',
  );
  const id = '01a20437-1111-7222-8333-444455556666';
  expect(words(redis(['set', `p:key:${id}`, `{"orderId":"${id}"}`]))).toBe('SET key:01a20437… {...}');
  expect(words(redis(['watch', 'p:a'], ['get', 'p:a']))).toBe('WATCH a; GET a');
});

test('answers in a few words', () => {
  const told = (result: unknown): string => describeAnswer({ passage: sql(''), ok: true, reply: result });
  expect(told({ command: 'COMMIT', rowCount: null, rows: [] })).toBe('committed');
  expect(told({ command: 'SELECT', rowCount: 1, rows: [{ SaleEntity_remaining: 1 }] })).toBe('remaining: 1');
  expect(told({ command: 'SELECT', rowCount: 0, rows: [] })).toBe('no row');
  expect(told({ command: 'UPDATE', rowCount: 0, rows: [] })).toBe('no row changed');
  expect(told({ command: 'INSERT', rowCount: 1, rows: [{ remaining: 0, created_at_ms: 1 }] })).toBe(
    '1 row added, remaining: 0',
  );
  const reply = [['OK', null, [1, 0]]].flat();
  expect(describeAnswer({ passage: redis(['get']), ok: true, reply })).toBe('OK; nil; [1, 0]');
  const refused = Object.assign(new Error('could not serialize'), { code: '40001' });
  expect(describeAnswer({ passage: sql(''), ok: false, error: refused })).toMatch(/^refused: .* \(40001\)$/);
  const unknown = Object.assign(new Error('no such column'), { code: '42703' });
  expect(describeAnswer({ passage: sql(''), ok: false, error: unknown })).toBe(
    'failed: no such column (42703)',
  );
});

test('locks in words, those that are waited for apart from those that are had', () => {
  const lock = { backend: 1, granted: true, type: 'relation', mode: 'RowExclusiveLock', table: 'sales' };
  const advisory = { ...lock, type: 'advisory', mode: 'ExclusiveLock', table: null, advisory: '7' };
  const tuple = { ...lock, granted: false, type: 'tuple', mode: 'ExclusiveLock', advisory: null };
  expect(heldWords([{ ...lock, advisory: null }, advisory, tuple], true)).toEqual([
    'the row of the sale',
    'writes rows of sales (RowExclusiveLock)',
    'the advisory lock 7',
  ]);
  expect(waitWords([advisory, tuple])).toBe('its turn at the row of sales');
  expect(waitWords([advisory])).toBeNull();
});

import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function written(
  write: (log: ReturnType<typeof createLog>) => void,
  level: 'info' | 'warn' = 'info',
): string {
  let text = '';
  write(createLog({ level, out: { write: (line: string) => (text += line) } }));
  return text;
}

test('lines are JSON without secrets, wherever an object carries them', () => {
  const text = written((log) =>
    log.info({ token: 'hunter2', store: { url: 'redis://:hunter2@h' }, port: 4000 }, 'up'),
  );
  expect(JSON.parse(text)).toMatchObject({
    msg: 'up',
    port: 4000,
    token: '[redacted]',
    store: { url: '[redacted]' },
  });
  expect(text).not.toContain('hunter2');
});

test('what is below the level is not written', () => {
  expect(written((log) => log.info('quiet'), 'warn')).toBe('');
});

test('an error is written with what it says and why, and with nothing else that hangs on it', () => {
  const cause = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  const error = Object.assign(new TypeError('no answer', { cause }), {
    code: '57P01',
    client: { secretKey: 'hunter2' },
  });
  const text = written((log) => log.info({ err: error }, 'failed'));
  expect(JSON.parse(text)).toMatchObject({
    msg: 'failed',
    err: {
      type: 'TypeError',
      message: 'no answer',
      code: '57P01',
      cause: { message: 'reset', code: 'ECONNRESET' },
    },
  });
  expect(JSON.parse(text).err.stack).toContain('log.test.ts');
  expect(text).not.toContain('hunter2');
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { isNeverSent, isRolledBack, isUnknownEnd } from './errors.ts';

const coded = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });
const meaningOf = (error: unknown) => ({
  neverSent: isNeverSent(error),
  rolledBack: isRolledBack(error),
  unknown: isUnknownEnd(error),
});
const NOTHING = { neverSent: false, rolledBack: false, unknown: false };

describe('an error of the store means one thing', () => {
  test.each([
    ['ECONNREFUSED', coded('ECONNREFUSED', { syscall: 'connect' })],
    ['ETIMEDOUT on connect', coded('ETIMEDOUT', { syscall: 'connect' })],
    ['ENETUNREACH', coded('ENETUNREACH', { syscall: 'connect' })],
    ['a name that is unknown', coded('ENOTFOUND', { syscall: 'getaddrinfo' })],
    ['a name server that is away', coded('EAI_AGAIN', { syscall: 'getaddrinfo' })],
    [
      'no address of several',
      new AggregateError([
        coded('ECONNREFUSED', { syscall: 'connect' }),
        coded('ETIMEDOUT', { syscall: 'connect' }),
      ]),
    ],
    ['no free connection', new Error('timeout exceeded when trying to connect')],
    [
      'a Postgres that takes a connection and says nothing',
      new Error('Connection terminated due to connection timeout'),
    ],
    ['a Postgres that is starting', coded('57P03')],
    ['a Postgres that is full', coded('53300')],
  ])('%s: nothing was sent', (_, error) => {
    expect(meaningOf(error)).toEqual({ ...NOTHING, neverSent: true });
  });

  test.each([
    ['a serialization failure', '40001'],
    ['a deadlock', '40P01'],
    ['a lock that took too long', '55P03'],
    ['a statement that took too long', '57014'],
    ['a failover: this one only reads', '25006'],
    ['a full disk', '53100'],
    ['a full memory', '53200'],
  ])('%s: nothing has happened', (_, code) => {
    expect(meaningOf(coded(code))).toEqual({ ...NOTHING, rolledBack: true });
  });

  test.each([
    ['ECONNRESET', coded('ECONNRESET', { syscall: 'read' })],
    ['EPIPE', coded('EPIPE', { syscall: 'write' })],
    ['a connection that timed out', coded('ETIMEDOUT', { syscall: 'read' })],
    ['a host that is out of reach', coded('EHOSTUNREACH', { syscall: 'read' })],
    ['a Postgres that was stopped', coded('57P01')],
    ['a connection that Postgres closed', new Error('Connection terminated unexpectedly')],
  ])('%s: nobody knows what has happened', (_, error) => {
    expect(meaningOf(error)).toEqual({ ...NOTHING, unknown: true });
  });

  test.each([
    ['a mistake in a statement', coded('42703')],
    ['a mistake of ours', new TypeError('x is not a function')],
    ['a mistake that has a code', coded('ERR_INVALID_ARG_TYPE')],
  ])('%s is no trouble of the store', (_, error) => {
    expect(meaningOf(error)).toEqual(NOTHING);
  });

  test('as Node says it', async () => {
    const [refused] = await once(connect(1, '127.0.0.1'), 'error');
    expect(meaningOf(refused)).toEqual({ ...NOTHING, neverSent: true });
    const [unknown] = await once(connect(5432, 'no.such.host.invalid'), 'error');
    expect(meaningOf(unknown)).toEqual({ ...NOTHING, neverSent: true });
  });
});

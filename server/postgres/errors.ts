/** SQLSTATE of an error that Postgres itself raised; null for one of the connection or of our own. */
function sqlState(error: unknown): string | null {
  const code: unknown =
    readProperty(error, 'code') ?? readProperty(readProperty(error, 'driverError'), 'code');
  // Each has a digit: EPIPE is no SQLSTATE.
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : null;
}

const KEY_INDEXES: unknown[] = ['orders_one_per_key', 'holds_one_per_key'];

/** The unique index of orders' or of holds' keys refused an insert: the same buyer's key was used before. */
export function isKeyTaken(error: unknown): boolean {
  const constraint =
    readProperty(error, 'constraint') ?? readProperty(readProperty(error, 'driverError'), 'constraint');
  return sqlState(error) === '23505' && KEY_INDEXES.includes(constraint);
}

/** A connection came free, and too late to send what waited for it. */
export class TooLateToSend extends Error {
  override readonly name = 'TooLateToSend';
}

/** It says that it opens no session now: it shuts down, or starts. */
export function isRefusingSessions(error: unknown): boolean {
  return sqlState(error) === '57P03';
}

/** No connection came free in time, or none could be opened: nothing was sent, so nothing can have happened. */
export function isNeverSent(error: unknown): boolean {
  if (error instanceof TooLateToSend) return true;
  const state = sqlState(error);
  if (state !== null) return isRefusingSessions(error) || state === '53300';
  // One for each address of a host name.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isNeverSent);
  const text = error instanceof Error ? error.message : '';
  const syscall = readProperty(error, 'syscall');
  return (
    text.includes('timeout exceeded when trying to connect') ||
    text.includes('due to connection timeout') ||
    syscall === 'connect' ||
    syscall === 'getaddrinfo'
  );
}

/** The connection was lost with a statement under way, or Postgres gave up on it: a commit may or may not have happened. */
export function isUnknownEnd(error: unknown): boolean {
  if (isNeverSent(error)) return false;
  const state = sqlState(error);
  if (state !== null) return state.startsWith('08') || state.startsWith('57P');
  const text = error instanceof Error ? error.message : '';
  return isOfSystem(error) || /terminated|not queryable|already released|closed/i.test(text);
}

/** ECONNRESET, EPIPE, ETIMEDOUT and their like. */
function isOfSystem(error: unknown): boolean {
  const code = readProperty(error, 'code');
  return typeof code === 'string' && /^E[A-Z]+$/.test(code);
}

/**
 * Serialization failures, deadlocks, timeouts of statement or lock, a full disk or memory, and a database that only reads
 * since a failover: rolled back as a whole, may be tried again.
 */
export function isRolledBack(error: unknown): boolean {
  const state = sqlState(error) ?? '';
  return ROLLED_BACK.includes(state) || (state.startsWith('53') && !isNeverSent(error));
}

const ROLLED_BACK = ['40001', '40P01', '55P03', '57014', '25P03', '25006'];

function readProperty(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

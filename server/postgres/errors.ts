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

/** No connection came free in time, or none could be opened: nothing was sent, so nothing can have happened. */
export function isNeverSent(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  const code = readProperty(error, 'code');
  return (
    text.includes('timeout exceeded when trying to connect') ||
    code === 'ECONNREFUSED' ||
    sqlState(error) === '57P03' ||
    sqlState(error) === '53300'
  );
}

/** The connection was lost with a statement under way, or Postgres gave up on it: a commit may or may not have happened. */
export function isUnknownEnd(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== null) return state.startsWith('08') || state.startsWith('57P');
  const code = readProperty(error, 'code');
  const text = error instanceof Error ? error.message : '';
  return (
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    /terminated|Query read timeout|not queryable|already released|closed/i.test(text)
  );
}

/** Serialization failures, deadlocks and timeouts of statement or lock: rolled back as a whole, may be tried again. */
export function isRolledBack(error: unknown): boolean {
  return ['40001', '40P01', '55P03', '57014', '25P03'].includes(sqlState(error) ?? '');
}

function readProperty(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

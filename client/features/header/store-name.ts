import { UNKNOWN } from '../../lib/format.ts';

/** A store by the name and version it gives itself. */
export interface StoreName {
  readonly name: string;
  readonly version: string;
}

/** "PostgreSQL 18.4" -> Postgres 18.4; "Valkey 9.1.0 (WebAssembly)" -> Valkey 9.1.0; null -> its usual name and a dash. */
export function storeName(said: string | null, usual: string): StoreName {
  const found = /^\s*([A-Za-z]+)\s+v?(\d[\w.]*)/.exec(said ?? '');
  const [, name, version] = found ?? [];
  if (name === undefined || version === undefined) return { name: usual, version: said ?? UNKNOWN };
  return { name: name === 'PostgreSQL' ? 'Postgres' : name, version };
}

/** A running PostgreSQL or Redis that this process may use. Disposing it stops it, unless it is somebody else's. */
export interface Store extends AsyncDisposable {
  /** With the password in it: never log it. */
  readonly url: string;
  readonly kind: 'external' | 'embedded';
  /** Product, measured version and origin, e.g. "PostgreSQL 18.4 (embedded)". */
  readonly description: string;
}

/** Both stores. Disposing stops them together. */
export interface Stores extends AsyncDisposable {
  readonly postgres: Store;
  readonly redis: Store;
}

/** A store that can't start, said in words for the person who ran the command. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

import { StartError } from '../start-error.ts';

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

/** A store that can't start or doesn't answer. */
export class StoreError extends StartError {
  override readonly name = 'StoreError';
}

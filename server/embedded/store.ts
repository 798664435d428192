import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';

/** How an embedded one is opened. */
export interface OpenStoreOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** Aborted before it runs: what has begun is stopped, and the opening rejects. */
  readonly signal?: AbortSignal | undefined;
  /** Default true. Otherwise one that has died stays dead, as tests of faults want it. */
  readonly startsAgain?: boolean | undefined;
}

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

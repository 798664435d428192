/** A setting of a store, as the store itself names and writes it. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** A pool of connections to Postgres. */
export interface PoolSize {
  /** What its connections are for. */
  readonly name: string;
  /** Connections that each process opens at most. */
  readonly connections: number;
}

/** What a server runs on: figures that were measured there mean little without it. */
export interface Environment {
  /** Of Node. */
  readonly node: string;
  /** Name and release of the operating system, and the processor's architecture. */
  readonly system: string;
  readonly cpu: string;
  /** Processors that this process may use. */
  readonly cores: number;
  readonly memoryBytes: number;
  /** Processes that serve. */
  readonly workers: number;
  readonly pools: readonly PoolSize[];
  /** What decides whether a commit survives a crash, and how much it costs; empty while Postgres does not answer. */
  readonly postgresSettings: readonly Setting[];
  /** The same of Redis; empty while it does not answer, shorter where it keeps its configuration to itself. */
  readonly redisSettings: readonly Setting[];
}

/** Connections to Postgres that a process opens at most, by what they are for. */
export interface PoolSizes {
  /** Those that all strategies share, so that they can be compared. */
  readonly purchases: number;
  /** For everything else that is short, so that figures and admin operations never wait behind 2,000 buyers. */
  readonly desk: number;
  /** For what may take a minute and more, resets, audits and exports: the desk never waits behind those. */
  readonly long: number;
  /** For single writes of the unsafe strategies. */
  readonly writes: number;
}

const WHOLE: PoolSizes = { purchases: 20, desk: 4, long: 4, writes: 4 };
/** Of `server/postgres/group-commit.ts`: as many groups at once, of as many sales. */
const GROUPS = 4;
const AT_LEAST = { purchases: 2, desk: 2, long: 3, writes: 1 } satisfies PoolSizes;
/** Step-throughs, migrations, and a person who looks. */
const SPARE = 16;

/**
 * The pools of one of so many workers. Purchases and single writes are divided: strategies stand before as many
 * connections as in one process, so that runs with other numbers of workers can be compared.
 */
export function poolsOf(workers: number): PoolSizes {
  const share = (name: 'purchases' | 'writes'): number =>
    Math.max(AT_LEAST[name], Math.ceil(WHOLE[name] / workers));
  const { desk, long } = workers <= 2 ? WHOLE : AT_LEAST;
  return { purchases: share('purchases'), desk, long, writes: share('writes') };
}

/** The pools of a process by their names, all of them. */
export function namedPools({
  purchases,
  desk,
  long,
  writes,
}: PoolSizes): { name: string; connections: number }[] {
  return Object.entries({ purchases, groups: GROUPS, writes, desk, long }).map(([name, connections]) => {
    return { name, connections };
  });
}

/** What so many workers may open in all. */
export function connectionsOf(workers: number): number {
  let each = 0;
  for (const { connections } of namedPools(poolsOf(workers))) each += connections;
  return workers * each + SPARE;
}

/** The most workers, up to `wanted`, that so many connections are enough for; at least one. */
export function workersWithin(connections: number, wanted: number): number {
  for (let workers = wanted; workers > 1; workers -= 1)
    if (connectionsOf(workers) <= connections) return workers;
  return 1;
}

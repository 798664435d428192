import type { Books } from './books.ts';
import { createGateModel, type GateModel } from './gate-model.ts';
import { createPostgresServer, type PostgresServer } from './postgres-server.ts';
import { createStore, type Store } from './store.ts';
import type { World } from './world.ts';

/** Both stores: the machine, and what is on it. */
export interface Stores {
  readonly redis: Store;
  readonly gate: GateModel;
  readonly postgres: Store;
  readonly server: PostgresServer;
}

/** Healthy ones, an empty Redis beside these books. */
export function createStores(world: World, books: Books, committed: () => void): Stores {
  const postgres = createStore(world, 'postgres');
  return {
    redis: createStore(world, 'redis'),
    gate: createGateModel(),
    postgres,
    server: createPostgresServer(world, { store: postgres, books, committed }),
  };
}

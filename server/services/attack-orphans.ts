import type { DataSource } from 'typeorm';
import { failOrphan, listUnfinished } from '../postgres/repositories/attacks.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import { repeat } from './repeat.ts';

const EVERY_MS = 2_000;
/** So many looks after another at which nobody has said meanwhile that an attack is run. */
const SILENT_LOOKS_MAX = 5;
const SILENT = 'The server that ran this attack has not been heard of for ten seconds.';
const GONE = 'The server that ran this attack has stopped.';

/**
 * Ends the attacks of replicas that no longer live: without it an attack whose server was killed would be RUNNING for
 * ever.
 *
 * Who lives is told in Postgres, without which nothing is sold anyway, and counted in looks that succeeded: while
 * Postgres is away, or this replica is frozen, nobody comes nearer to being taken for dead.
 */
export function watchForOrphans(deps: {
  postgres: DataSource;
  pubSub: PubSub;
  onError: (error: unknown) => void;
  everyMs?: number;
}): Disposable {
  const { postgres, pubSub, onError, everyMs = EVERY_MS } = deps;
  let silent = new Map<string, { beats: number; looks: number }>();

  async function fail(orphan: { id: string; beats?: number }, error: string): Promise<void> {
    const attack = await failOrphan(postgres, orphan, error);
    if (attack !== null) pubSub.publish('attackChanged', { attackId: attack.id, attack });
  }

  async function look(): Promise<void> {
    const unfinished = await listUnfinished(postgres);
    const looksAt = (id: string, beats: number): number => {
      const before = silent.get(id);
      return before?.beats === beats ? before.looks + 1 : 0;
    };
    silent = new Map(unfinished.map(({ id, beats }) => [id, { beats, looks: looksAt(id, beats) }]));
    const orphans = [...silent].filter(([, { looks }]) => looks >= SILENT_LOOKS_MAX);
    await Promise.all(orphans.map(([id, { beats }]) => fail({ id, beats }, SILENT)));
  }

  async function bury(gone: string): Promise<void> {
    const unfinished = await listUnfinished(postgres);
    await Promise.all(unfinished.filter(({ owner }) => owner === gone).map(({ id }) => fail({ id }, GONE)));
  }

  const unlisten = pubSub.listen('replicaGone', (message) => void bury(message.replicaId).catch(onError));
  const looking = repeat(look, { everyMs, onError });
  return {
    [Symbol.dispose]() {
      looking[Symbol.dispose]();
      unlisten();
    },
  };
}

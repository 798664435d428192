import { isRedisAway } from './errors.ts';

/** What could be asked: of nodes that are away there is no answer. Throws where nothing could, and for a mistake of ours. */
export async function anyOf<Value>(asked: readonly Promise<Value>[]): Promise<Value[]> {
  const ends = await Promise.allSettled(asked);
  const done = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  for (const end of ends)
    if (end.status === 'rejected' && (done.length === 0 || !isRedisAway(end.reason))) throw end.reason;
  return done;
}

import { ReplyError } from 'ioredis';

// What Redis itself answers when it can't serve for now: loading, out of memory, disk full, failing over, or when the slot
// of a key has just gone to another node.
const TEMPORARY = /^(LOADING|OOM|MISCONF|READONLY|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|BUSY|MOVED|ASK)/;

/** Redis can't be reached or can't serve for now. False for a mistake of ours, such as an error inside a script. */
export function isRedisAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return false;
  return error instanceof ReplyError ? TEMPORARY.test(causeOf(error).message) : true;
}

/** Of a MULTI that was not executed: why its first command was refused. */
function causeOf(error: Error): Error {
  const refusals: unknown = Reflect.get(error, 'previousErrors');
  const first: unknown = Array.isArray(refusals) ? refusals[0] : undefined;
  return first instanceof Error ? first : error;
}

import { ReplyError } from 'ioredis';

// What Redis itself answers when it can't serve for now: loading, out of memory, disk full, failing over, or when the slot
// of a key has just gone to another node.
const TEMPORARY = /^(LOADING|OOM|MISCONF|READONLY|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|BUSY|MOVED|ASK)/;

/** Redis can't be reached or can't serve for now. False for a mistake of ours, such as an error inside a script. */
export function isRedisAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return false;
  if (!(error instanceof ReplyError)) return true;
  // A transaction that Redis threw away: why is said of its commands.
  const causes: unknown = Reflect.get(error, 'previousErrors');
  return TEMPORARY.test(error.message) || (Array.isArray(causes) && causes.some(isRedisAway));
}

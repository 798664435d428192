// One line adds a strategy: the enum value, the picker, the documentation and the conformance suite follow.
export { noLock as NO_LOCK } from './no-lock.ts';
export { lostUpdate as LOST_UPDATE } from './lost-update.ts';
export { rowLock as ROW_LOCK } from './row-lock.ts';
export { conditionalUpdate as CONDITIONAL_UPDATE } from './conditional-update.ts';
export { optimistic as OPTIMISTIC } from './optimistic.ts';
export { serializable as SERIALIZABLE } from './serializable.ts';
export { advisoryLock as ADVISORY_LOCK } from './advisory-lock.ts';
export { skipLocked as SKIP_LOCKED } from './skip-locked.ts';
export { groupCommit as GROUP_COMMIT } from './group-commit.ts';
export { redisLua as REDIS_LUA } from './redis-lua.ts';
export { redisWatch as REDIS_WATCH } from './redis-watch.ts';
export { redisLock as REDIS_LOCK } from './redis-lock.ts';
export { shardedCounter as SHARDED_COUNTER } from './sharded-counter.ts';
export { redisStream as REDIS_STREAM } from './redis-stream.ts';

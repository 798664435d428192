// One line adds a strategy: the enum value, the picker, the documentation and the conformance suite follow.
export { noLock as NO_LOCK } from './no-lock.ts';
export { rowLock as ROW_LOCK } from './row-lock.ts';
export { redisLua as REDIS_LUA } from './redis-lua.ts';
export { redisWatch as REDIS_WATCH } from './redis-watch.ts';

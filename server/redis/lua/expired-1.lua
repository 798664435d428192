--[[
Lists reservations whose lease has ended, for the reaper to look up in Postgres. Removes nothing.

KEYS[1]  pending reservations

ARGV[1]  how many at most

Output: their members, "<id>:<quantity>", longest overdue first.
]]
--- @include "redisTimeMs"

return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', redisTimeMs(), 'LIMIT', 0, tonumber(ARGV[1]))

--[[
Lists reservations whose lease has ended, for the reaper to look up in Postgres. Removes nothing. When none has, those
whose lease ends later than any lease can: they were made before the clock was set back.

KEYS[1]  pending reservations

ARGV[1]  how many at most
ARGV[2]  the longest lease in ms

Output: their members, "<id>:<quantity>", longest overdue first.
]]
--- @include "redisTimeMs"

local now, most = redisTimeMs(), tonumber(ARGV[1])
local overdue = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, most)
if #overdue > 0 then return overdue end
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now + tonumber(ARGV[2]), '+inf', 'LIMIT', 0, most)

--[[
Takes up to so many units from one shard of a sale's gate, for one reservation.

KEYS[1]  units left in the shard
KEYS[2]  pending reservations: "<id>:<units>" scored by the end of their lease, Redis time in ms

ARGV[1]  reservation id
ARGV[2]  units wanted
ARGV[3]  lease in ms
ARGV[4]  how long both keys are kept from now, ms

Output, a pair {units, number}:
  units taken, none to all that are wanted; number = reservations of others that are pending in this shard
  -1  this shard does not stand under this fence; number = 0

Idempotent: the same reservation asked again while it is pending takes nothing more.
]]
--- @include "redisTimeMs"

local left = redis.call('GET', KEYS[1])
if not left then return { -1, 0 } end

local wanted = tonumber(ARGV[2])
for units = wanted, 1, -1 do
  if redis.call('ZSCORE', KEYS[2], ARGV[1] .. ':' .. units) then return { units, redis.call('ZCARD', KEYS[2]) - 1 } end
end

local others = redis.call('ZCARD', KEYS[2])
local units = math.max(0, math.min(tonumber(left), wanted))
if units > 0 then
  redis.call('DECRBY', KEYS[1], units)
  redis.call('ZADD', KEYS[2], redisTimeMs() + tonumber(ARGV[3]), ARGV[1] .. ':' .. units)
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
end
return { units, others }

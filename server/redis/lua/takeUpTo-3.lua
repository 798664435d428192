--[[
Takes up to so many units from one shard of a sale's gate, for one reservation.

KEYS[1]  units left in the shard
KEYS[2]  pending reservations: "<id>:<units>" scored by the end of their lease, Redis time in ms
KEYS[3]  units that this reservation took here, where they were fewer than it wanted

ARGV[1]  reservation id
ARGV[2]  units wanted
ARGV[3]  lease in ms
ARGV[4]  how long KEYS[1] and KEYS[2] are kept from now, ms

Output, a pair {units, number}:
  units taken, none to all that are wanted; number = reservations of others that are pending in this shard
  -1  this shard does not stand under this fence; number = 0

Idempotent: the same reservation asked again while it is pending, and its lease not over, takes nothing more.
]]
--- @include "redisTimeMs"

local left = redis.call('GET', KEYS[1])
if not left then return { -1, 0 } end

local wanted = tonumber(ARGV[2])
local others = redis.call('ZCARD', KEYS[2])
-- Not each number up to what is wanted: Redis serves nobody else meanwhile.
for _, units in ipairs({ wanted, tonumber(redis.call('GET', KEYS[3]) or 0) }) do
  if redis.call('ZSCORE', KEYS[2], ARGV[1] .. ':' .. units) then return { units, others - 1 } end
end

local units = math.max(0, math.min(tonumber(left), wanted))
if units > 0 then
  redis.call('DECRBY', KEYS[1], units)
  redis.call('ZADD', KEYS[2], redisTimeMs() + tonumber(ARGV[3]), ARGV[1] .. ':' .. units)
  if units < wanted then redis.call('SET', KEYS[3], units, 'PX', ARGV[3]) end
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
end
return { units, others }

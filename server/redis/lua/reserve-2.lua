--[[
Takes units from a sale's gate for one reservation. A guess that turns most buyers away early: Postgres decides.

KEYS[1]  units left behind the gate
KEYS[2]  pending reservations: "<id>:<quantity>" scored by the end of their lease, Redis time in ms

ARGV[1]  reservation id
ARGV[2]  quantity
ARGV[3]  lease in ms

Output, a pair {code, number}:
   1  reserved; number = units left
   0  the gate is empty for this quantity; number = reservations still pending
  -1  no gate stands under this fence; number = 0

Idempotent: the same reservation asked again while it is pending takes nothing more.
]]
--- @include "redisTimeMs"

local left = redis.call('GET', KEYS[1])
if not left then return { -1, 0 } end
left = tonumber(left)

local member = ARGV[1] .. ':' .. ARGV[2]
if redis.call('ZSCORE', KEYS[2], member) then return { 1, left } end

local quantity = tonumber(ARGV[2])
if left < quantity then return { 0, redis.call('ZCARD', KEYS[2]) } end

redis.call('ZADD', KEYS[2], redisTimeMs() + tonumber(ARGV[3]), member)
return { 1, redis.call('DECRBY', KEYS[1], quantity) }

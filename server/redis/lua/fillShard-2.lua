--[[
Puts units into one shard of a sale's gate, where it does not stand, or is empty and promises nothing to anyone.

KEYS[1]  units left in the shard
KEYS[2]  pending reservations

ARGV[1]  units: its share of what Postgres has left
ARGV[2]  how long the shard is kept from now, ms

Output: units left in the shard now.

Idempotent: a shard that was filled is left as it is.
]]
local left = redis.call('GET', KEYS[1])
if left and (tonumber(left) > 0 or redis.call('ZCARD', KEYS[2]) > 0) then return tonumber(left) end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return tonumber(ARGV[1])

--[[
Adds one replica's new figures of a sale to the totals of all replicas.

KEYS[1]  totals of the epoch: a hash of counters, and of maxima (fields that end in ":max")
KEYS[2]  a ring of 20 slots of 100 ms: requests, orders and the slot's stamp, for rates over the last second

ARGV[1]  replica id
ARGV[2]  the replica's flush number, rising
ARGV[3]  requests in this flush
ARGV[4]  orders in this flush
ARGV[5]  seconds after which untouched totals may go
ARGV[6..]  field, amount, field, amount, ...

Output: 1 added, 0 this flush was added before.

Idempotent on (replica, flush number): a flush sent again after a lost reply counts once.
]]
--- @include "redisTimeMs"

local seenField = 'flush:' .. ARGV[1]
local seen = tonumber(redis.call('HGET', KEYS[1], seenField) or '-1')
if tonumber(ARGV[2]) <= seen then return 0 end
redis.call('HSET', KEYS[1], seenField, ARGV[2])

for i = 6, #ARGV, 2 do
  local field, amount = ARGV[i], ARGV[i + 1]
  if string.sub(field, -4) == ':max' then
    if tonumber(redis.call('HGET', KEYS[1], field) or '0') < tonumber(amount) then redis.call('HSET', KEYS[1], field, amount) end
  else
    redis.call('HINCRBYFLOAT', KEYS[1], field, amount)
  end
end

local stamp = math.floor(redisTimeMs() / 100)
local slot = stamp % 20
if redis.call('HGET', KEYS[2], 'at' .. slot) ~= tostring(stamp) then
  redis.call('HSET', KEYS[2], 'at' .. slot, tostring(stamp), 'requests' .. slot, 0, 'orders' .. slot, 0)
end
redis.call('HINCRBY', KEYS[2], 'requests' .. slot, ARGV[3])
redis.call('HINCRBY', KEYS[2], 'orders' .. slot, ARGV[4])

redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('EXPIRE', KEYS[2], ARGV[5])
return 1

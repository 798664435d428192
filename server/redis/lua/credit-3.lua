--[[
Raises the gate by units that came back behind it: a hold that ended without an order. Units of them that were sold again,
and told of before, stay away. Where no gate stands, the units are noted for the one that will be built.

KEYS[1]  units left behind the gate
KEYS[2]  units that moved and are not in KEYS[1]
KEYS[3]  says that these units were counted

ARGV[1]  quantity
ARGV[2]  how long KEYS[3] is kept, and KEYS[2] where no gate stands, ms

Output: units left now, or -1 where no gate stands or these units were counted before.

Idempotent: the same units asked again are not counted twice.
]]
if not redis.call('SET', KEYS[3], 1, 'NX', 'PX', ARGV[2]) then return -1 end
local quantity = tonumber(ARGV[1])
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('INCRBY', KEYS[2], quantity)
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
  return -1
end
local sold = math.min(quantity, -tonumber(redis.call('GET', KEYS[2]) or '0'))
if sold > 0 then redis.call('INCRBY', KEYS[2], sold) end
return redis.call('INCRBY', KEYS[1], quantity - math.max(0, sold))

--[[
Raises the gate by units that came back behind it: a hold that ended without an order.

KEYS[1]  units left behind the gate
KEYS[2]  says that these units were counted

ARGV[1]  quantity
ARGV[2]  how long KEYS[2] is kept, ms

Output: units left now, or -1 where no gate stands or these units were counted before.

Idempotent: the same units asked again are not counted twice.
]]
if redis.call('EXISTS', KEYS[1]) == 0 then return -1 end
if not redis.call('SET', KEYS[2], 1, 'NX', 'PX', ARGV[2]) then return -1 end
return redis.call('INCRBY', KEYS[1], ARGV[1])

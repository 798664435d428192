--[[
Lowers the gate by units that were sold past it, by a strategy that does not ask Redis. Never below zero.

KEYS[1]  units left behind the gate

ARGV[1]  quantity

Output: units left now, or -1 where no gate stands.
]]
local left = redis.call('GET', KEYS[1])
if not left then return -1 end
left = math.max(0, tonumber(left) - tonumber(ARGV[1]))
redis.call('SET', KEYS[1], left)
return left

--[[
Lowers the gate by units that were sold past it, by a strategy that does not ask Redis. Never below zero: what is missing
for that is noted for a moment, since units that came back before, and were sold again, may be told of after. (Unless
reservations are pending: then it is their units that were sold.) Where no gate stands, as for a moment after a reset, the
units are noted for the one that will be built.

KEYS[1]  units left behind the gate
KEYS[2]  pending reservations
KEYS[3]  units that moved and are not in KEYS[1]

ARGV[1]  quantity
ARGV[2]  how long they are noted for a gate that will be built, ms
ARGV[3]  how long they are noted beside one that stands, ms

Output: units left now, or -1 where no gate stands.

Not idempotent: these are the units of many orders, and have no id. So it is sent once: whoever loses the reply doesn't send
it again but has the gate built anew, under a new fence. Counted twice it would be too low until it is empty, and built anew then.
]]
local left = redis.call('GET', KEYS[1])
local rest = tonumber(left or '0') - tonumber(ARGV[1])
if rest < 0 and (not left or redis.call('EXISTS', KEYS[2]) == 0) then
  redis.call('INCRBY', KEYS[3], rest)
  redis.call('PEXPIRE', KEYS[3], left and ARGV[3] or ARGV[2])
end
if not left then return -1 end
rest = math.max(0, rest)
redis.call('SET', KEYS[1], rest)
return rest

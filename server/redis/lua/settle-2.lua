--[[
Ends one reservation after Postgres has decided.

KEYS[1]  units left behind the gate
KEYS[2]  pending reservations

ARGV[1]  reservation id
ARGV[2]  quantity
ARGV[3]  1: the units go back to the gate (refused for another reason than stock); 0: they are gone (sold, or not there)

Output: 1 settled now, 0 was settled before or is unknown.

Idempotent: only the call that removes the reservation moves units.
]]
if redis.call('ZREM', KEYS[2], ARGV[1] .. ':' .. ARGV[2]) == 0 then return 0 end
if ARGV[3] == '1' and redis.call('EXISTS', KEYS[1]) == 1 then redis.call('INCRBY', KEYS[1], ARGV[2]) end
return 1

--[[
Opens a sale's gate, unless it stands already.

KEYS[1]  units left behind the gate
KEYS[2]  units that moved and are not in KEYS[1]: those before it was built

ARGV[1]  units left by Postgres
ARGV[2]  1: so many there were when the fence was raised, and KEYS[2] comes on top; 0: so many there were a moment ago,
         and whether those in KEYS[2] are among them nobody can know

Output: 1 built, 0 stood already, 2 built, and it may be off by the units that were noted.

Idempotent: a gate that stands is left as it is.
]]
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local moved = redis.call('GET', KEYS[2])
redis.call('DEL', KEYS[2])
local known = ARGV[2] == '1'
local left = tonumber(ARGV[1]) + (known and tonumber(moved or '0') or 0)
redis.call('SET', KEYS[1], math.max(0, left))
return (moved and not known) and 2 or 1

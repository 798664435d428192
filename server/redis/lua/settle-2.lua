--[[
Ends reservations after Postgres has decided.

KEYS[1]  units left behind the gate
KEYS[2]  pending reservations

ARGV  for each: reservation id, quantity, and
      1: the units go back to the gate (refused for another reason than stock); 0: they are gone (sold, or not there)

Output, for each: 1 settled now, 0 was settled before or is unknown.

Idempotent: only the call that removes the reservation moves units.
]]
local back, answers = 0, {}

for i = 1, #ARGV, 3 do
  local settled = redis.call('ZREM', KEYS[2], ARGV[i] .. ':' .. ARGV[i + 1])
  if settled == 1 and ARGV[i + 2] == '1' then back = back + tonumber(ARGV[i + 1]) end
  answers[#answers + 1] = settled
end

if back > 0 and redis.call('EXISTS', KEYS[1]) == 1 then redis.call('INCRBY', KEYS[1], back) end
return answers

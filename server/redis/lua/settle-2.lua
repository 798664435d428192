--[[
Ends reservations after Postgres has decided.

KEYS[1]  units left behind the gate
KEYS[2]  pending reservations

ARGV[1]  "<id>:<quantity>" of each, a space between them. With a "+" before it the units go back to the gate (refused for
         another reason than stock); without, they are gone (sold, or not there)

Output, for each: 1 settled now, 0 was settled before or is unknown.

Idempotent: only the call that removes the reservation moves units.
]]
local back, answers = 0, {}

for returns, member, units in string.gmatch(ARGV[1], '(%+?)([^%s+]+:(%d+))') do
  local settled = redis.call('ZREM', KEYS[2], member)
  if settled == 1 and returns == '+' then back = back + tonumber(units) end
  answers[#answers + 1] = settled
end

if back > 0 and redis.call('EXISTS', KEYS[1]) == 1 then redis.call('INCRBY', KEYS[1], back) end
return answers

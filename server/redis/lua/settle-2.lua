--[[
Ends reservations after Postgres has decided.

KEYS[1]  units left behind the gate
KEYS[2]  pending reservations

ARGV[1]  those that are gone (sold, or not there): "<id>:<quantity>" of each, a space between them
ARGV[2]  those whose units go back to the gate (refused for another reason than stock), likewise

Output, for each in this order: 1 settled now, 0 was settled before or is unknown.

Idempotent: only the call that removes the reservation moves units.
]]
local back, answers = 0, {}

local function remove(member)
  local settled = redis.call('ZREM', KEYS[2], member)
  answers[#answers + 1] = settled
  return settled
end

for member in string.gmatch(ARGV[1], '%S+') do remove(member) end
for member, units in string.gmatch(ARGV[2], '(%S+:(%d+))') do back = back + remove(member) * tonumber(units) end

if back > 0 and redis.call('EXISTS', KEYS[1]) == 1 then redis.call('INCRBY', KEYS[1], back) end
return answers

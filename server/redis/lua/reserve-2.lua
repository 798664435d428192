--[[
Takes units from a sale's gate for reservations, one after the other. A guess that turns most buyers away early: Postgres
decides.

KEYS[1]  units left behind the gate
KEYS[2]  pending reservations: "<id>:<quantity>" scored by the end of their lease, Redis time in ms

ARGV[1]  lease in ms
ARGV[2]  "<id>:<quantity>" of each, a space between them: as one text they are quicker to send than as many

Output, for each of them a code and a number, one after the other:
   1  reserved; number = units left
   0  the gate is empty for this quantity; number = reservations still pending
  -1  no gate stands under this fence; number = 0

Idempotent: the same reservation asked again while it is pending takes nothing more.
]]
--- @include "redisTimeMs"

local left = tonumber(redis.call('GET', KEYS[1]))
local leaseEnd = redisTimeMs() + tonumber(ARGV[1])
local taken, answers = 0, {}

for member, units in string.gmatch(ARGV[2], '(%S+:(%d+))') do
  local quantity = tonumber(units)
  local code, number = 1, left
  if not left then
    code, number = -1, 0
  elseif left < quantity then
    if not redis.call('ZSCORE', KEYS[2], member) then code, number = 0, redis.call('ZCARD', KEYS[2]) end
  elseif redis.call('ZADD', KEYS[2], 'NX', leaseEnd, member) == 1 then
    taken, left = taken + quantity, left - quantity
    number = left
  end
  answers[#answers + 1], answers[#answers + 2] = code, number
end

if taken > 0 then redis.call('DECRBY', KEYS[1], taken) end
return answers

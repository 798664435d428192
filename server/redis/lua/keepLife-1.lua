--[[
Prolongs a claim on building the gates, or ends it: the gates are built and belong to this life of the Redis server. After
a flush there is no such claim any more, and what was built is gone with it.

KEYS[1]  the life that the gates belong to, or a claim: "<life> <claimant>/<number>"

ARGV[1]  this life
ARGV[2]  who claimed
ARGV[3]  number of the claim
ARGV[4]  how long it stands from now on, ms; 0: the gates are built

Output: 1 done, 0 the claim does not stand.

Idempotent: a claim that was ended does not stand.
]]
if redis.call('GET', KEYS[1]) ~= ARGV[1] .. ' ' .. ARGV[2] .. '/' .. ARGV[3] then return 0 end
if ARGV[4] == '0' then
  redis.call('SET', KEYS[1], ARGV[1])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return 1

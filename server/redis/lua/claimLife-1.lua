--[[
Asks whether the gates belong to this life of the Redis server, and where they don't, claims the work of building them.

KEYS[1]  the life that the gates belong to, or a claim: "<life> <claimant>/<number>", which ends by itself

ARGV[1]  this life
ARGV[2]  who asks
ARGV[3]  number of the claim, another one each time
ARGV[4]  how long a claim stands, ms

Output: 0 they do, 1 somebody else is building them, 2 claimed.

Idempotent: whoever has the claim already has it again, under the new number.
]]
local known = redis.call('GET', KEYS[1])
if known == ARGV[1] then return 0 end

local claimed = ARGV[1] .. ' '
local mine = claimed .. ARGV[2] .. '/'
if known and string.sub(known, 1, #claimed) == claimed and string.sub(known, 1, #mine) ~= mine then return 1 end

redis.call('SET', KEYS[1], mine .. ARGV[3], 'PX', ARGV[4])
return 2

--[[
Takes a lock that expires by itself, together with a number that is higher than every one given out before.

KEYS[1]  the lock: who holds it
KEYS[2]  the highest number given out

ARGV[1]  who wants it, different each time
ARGV[2]  after how long it expires, ms
ARGV[3]  the number must be higher than this: what the store that checks it has seen, in case this one has forgotten

Output: the number, or 0 while somebody else holds the lock.

Idempotent: whoever holds the lock already keeps it, under another number that is higher again.
]]
local free = redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])
if not free and redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end

local number = math.max(tonumber(redis.call('GET', KEYS[2]) or '0'), tonumber(ARGV[3])) + 1
redis.call('SET', KEYS[2], number)
return number

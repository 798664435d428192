--[[
Lets a lock go, if it is still one's own: it may have expired, and be somebody else's by now.

KEYS[1]  the lock: who holds it

ARGV[1]  who took it

Output: 1 let go, 0 was somebody else's or nobody's.
]]
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])

--[[
Takes a purchase out of its sale's stream after its end is known, and settles its reservation.

KEYS[1]  units left behind the gate
KEYS[2]  pending reservations
KEYS[3]  the stream
KEYS[4]  the buyer's idempotency key
KEYS[5]  the reservations of this stream: a hash of id to entry, or to how it was refused

ARGV[1]  reservation id
ARGV[2]  quantity
ARGV[3]  its entry in the stream
ARGV[4]  the writer that says so
ARGV[5]  "sold": the units are gone and the key stays known · "gone": sold out, the units are not there ·
         "back": the units go back to the gate, refused for another reason than stock
ARGV[6]  how it was refused, as JSON; unused when sold

Output, a pair {code, ms}:
  1  taken out now; how long it was in the stream
  0  not there any more, or refused by a writer that does not have it any more: another one decides; 0

Idempotent: only the call that takes it out moves units.
]]
--- @include "redisTimeMs"

local id, quantity, entry, verdict = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[5]
if redis.call('EXISTS', KEYS[3]) == 0 then return { 0, 0 } end
local held = redis.call('XPENDING', KEYS[3], 'writers', entry, entry, 1)[1]
if not held then return { 0, 0 } end
if verdict ~= 'sold' and held[2] ~= ARGV[4] then return { 0, 0 } end

redis.call('XACK', KEYS[3], 'writers', entry)
redis.call('XDEL', KEYS[3], entry)
local wasPending = redis.call('ZREM', KEYS[2], id .. ':' .. quantity) == 1
local left = tonumber(redis.call('GET', KEYS[1]))
if verdict == 'sold' then
  redis.call('HDEL', KEYS[5], id)
  -- Sold after its lease was over: the gate counts these units once more.
  if left and not wasPending then redis.call('SET', KEYS[1], math.max(0, left - quantity)) end
else
  redis.call('HSET', KEYS[5], id, ARGV[6])
  if left and wasPending and verdict == 'back' then redis.call('INCRBY', KEYS[1], quantity) end
  local known = redis.call('GET', KEYS[4])
  if known and string.sub(known, 1, 36) == id then redis.call('DEL', KEYS[4]) end
end
return { 1, redisTimeMs() - tonumber(string.match(entry, '^%d+')) }

--[[
Takes units from a sale's gate for one reservation and appends the purchase to the sale's stream, to be written behind.

KEYS[1]  units left behind the gate
KEYS[2]  pending reservations: "<id>:<quantity>" scored by the end of their lease, Redis time in ms
KEYS[3]  the stream
KEYS[4]  the buyer's idempotency key: "<id> <fingerprint>" of the reservation that was made with it
KEYS[5]  the reservations of this stream: a hash of id to entry, or to how it was refused

ARGV[1]  reservation id
ARGV[2]  quantity
ARGV[3]  lease in ms
ARGV[4]  fingerprint of what is asked under the key; empty without a key
ARGV[5]  how long all but the gate is kept from now, ms
ARGV[6]  the purchase as JSON, for who writes it

Output, {code, number, id}:
   2  the key was used by the reservation of that id; number = 1 for the same purchase, 0 for another
   1  reserved and appended; number = units left
   0  the gate is empty for this quantity; number = reservations still pending
  -1  no gate stands under this fence; number = 0

Idempotent: the same reservation asked again while it is in the stream takes and appends nothing more.
]]
--- @include "redisTimeMs"

local id, quantity, fingerprint, keepMs = ARGV[1], tonumber(ARGV[2]), ARGV[4], ARGV[5]

local known = fingerprint ~= '' and redis.call('GET', KEYS[4])
if known and string.sub(known, 1, 36) ~= id then
  return { 2, string.sub(known, 38) == fingerprint and 1 or 0, string.sub(known, 1, 36) }
end

local left = redis.call('GET', KEYS[1])
if not left then return { -1, 0, '' } end
if redis.call('HEXISTS', KEYS[5], id) == 1 then return { 1, tonumber(left), '' } end
if tonumber(left) < quantity then return { 0, redis.call('ZCARD', KEYS[2]), '' } end

if redis.call('EXISTS', KEYS[3]) == 0 then redis.call('XGROUP', 'CREATE', KEYS[3], 'writers', '0', 'MKSTREAM') end
local entry = redis.call('XADD', KEYS[3], '*', 'purchase', ARGV[6])
redis.call('HSET', KEYS[5], id, entry)
redis.call('PEXPIRE', KEYS[3], keepMs)
redis.call('PEXPIRE', KEYS[5], keepMs)
if fingerprint ~= '' then redis.call('SET', KEYS[4], id .. ' ' .. fingerprint, 'PX', keepMs) end

redis.call('ZADD', KEYS[2], redisTimeMs() + tonumber(ARGV[3]), id .. ':' .. quantity)
return { 1, redis.call('DECRBY', KEYS[1], quantity), '' }

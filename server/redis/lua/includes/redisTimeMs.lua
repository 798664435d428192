-- Redis' own clock in whole milliseconds: leases and rates never trust a replica's clock.
local function redisTimeMs()
  local now = redis.call('TIME')
  return tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000)
end

/**
 * One count, in one step. A window is a hash: what each node may use of it, by node. A node states its own figure anew
 * each time, so that a lost answer is put right by the next, and what a server has lost (a restart without its memory)
 * comes back as the nodes speak. Nobody holds more than all together may: what is granted, at most half of what is
 * left, shrinks as the end nears, and a share is kept for each node that has not spoken.
 *
 * A server that begins without memory grants nothing for a second, in which the nodes say what they hold already.
 *
 * KEYS: minute, day, bucket, wanted, since.
 * ARGV: node, nodes, count, then for minute and day: start, length, limit, share, mine, want; then: spent, a minute,
 * burst (burst 0: not smoothed). Answers granted, left, reserved of minute and day, and the level.
 */
export const LEASE_SCRIPT = `
local node, nodes, count = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local since = tonumber(redis.call('GET', KEYS[5]))
if not since or since > now then
  since = now
  redis.call('SET', KEYS[5], now)
end
local mayGrant = now - since >= 1000
local answer = {}
local function lease(key, name, at)
  local start, length = ARGV[at], tonumber(ARGV[at + 1])
  local limit, share = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local mine, want = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  redis.call('HSET', key, node, mine)
  redis.call('PEXPIRE', key, 2 * length)
  local held, spoken = 0, 0
  for _, each in ipairs(redis.call('HVALS', key)) do
    held = held + tonumber(each)
    spoken = spoken + 1
  end
  local reserved = share * math.max(0, nodes - spoken)
  local left = math.max(0, limit - held - reserved)
  local granted = mayGrant and math.min(want, math.ceil(left / 2)) or 0
  if granted > 0 then redis.call('HSET', key, node, mine + granted) end
  left = left - granted
  if left == 0 and granted < want then redis.call('ZADD', KEYS[4], now + 2000, count .. ':' .. name .. ':' .. start) end
  table.insert(answer, granted)
  table.insert(answer, left)
  table.insert(answer, reserved)
end
lease(KEYS[1], 'minute', 4)
lease(KEYS[2], 'day', 10)
local spent, rate, burst = tonumber(ARGV[16]), tonumber(ARGV[17]), tonumber(ARGV[18])
local level = 0
if burst > 0 then
  local most = burst * 60000
  local known = redis.call('HMGET', KEYS[3], 'level', 'at')
  level = most
  if known[1] then level = math.min(most, tonumber(known[1]) + math.max(0, now - tonumber(known[2])) * rate) end
  level = level - spent * 60000
  redis.call('HSET', KEYS[3], 'level', level, 'at', now)
  redis.call('PEXPIRE', KEYS[3], 120000)
end
table.insert(answer, level)
return answer`

/**
 * Since when the server has its memory, and what is wanted, up to a hundred windows; what was wanted two seconds ago is
 * forgotten. KEYS: wanted, since.
 */
export const WANTED_SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local since = tonumber(redis.call('GET', KEYS[2]))
if not since or since > now then
  since = now
  redis.call('SET', KEYS[2], now)
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
return {since, unpack(redis.call('ZRANGE', KEYS[1], 0, 99))}`

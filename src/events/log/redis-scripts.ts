/*
 * What Redis does in one step. All names of a tenant share its hash tag:
 *   base:log            stream: an event each, with the position of its batch
 *   base:meta           hash: `end` and `trimmed`, positions
 *   base:subject:<key>  16 characters that differ for each write, then SubjectState as JSON
 * Every script takes KEYS base:log base:meta and ARGV now (empty for Redis's clock), event life (milliseconds), most events.
 */

const COMMON = `
local log, meta = KEYS[1], KEYS[2]
local function clock()
  if ARGV[1] ~= '' then return tonumber(ARGV[1]) end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local now = clock()
local function position(time, sequence) return string.format('%013d-%06d', time, sequence) end
local function idOf(place) return string.format('%d-%d', tonumber(string.sub(place, 1, 13)), tonumber(string.sub(place, 15))) end
local function positionOf(id)
  local time, sequence = string.match(id, '(%d+)-(%d+)')
  return position(tonumber(time), tonumber(sequence))
end
if redis.call('HEXISTS', meta, 'end') == 0 then
  redis.call('HSET', meta, 'end', position(now, 0), 'trimmed', position(now, 0))
end
local function trim()
  local oldest = string.format('%d', now - tonumber(ARGV[2]))
  local old = redis.call('XREVRANGE', log, string.format('%d', now - tonumber(ARGV[2]) - 1), '-', 'COUNT', 1)
  if #old > 0 then
    redis.call('XTRIM', log, 'MINID', oldest)
    redis.call('HSET', meta, 'trimmed', positionOf(old[1][1]))
  end
  local length = redis.call('XLEN', log)
  while length > tonumber(ARGV[3]) do
    local some = redis.call('XRANGE', log, '-', '+', 'COUNT', math.min(1000, length - tonumber(ARGV[3])))
    redis.call('XTRIM', log, 'MAXLEN', length - #some)
    redis.call('HSET', meta, 'trimmed', positionOf(some[#some][1]))
    length = length - #some
  end
end
`;

/**
 * Writes subjects and events, where the subjects are still as they were read; else gives them as they are.
 * KEYS: the subjects behind the common ones. ARGV: subject life, count of events, the events, then of each subject the
 * first 16 characters that are expected (empty for none) and the new value.
 * @returns {1, now, positions of the events} or {0, values of the subjects}
 */
export const WRITE = `${COMMON}
local first = 6 + tonumber(ARGV[5])
for index = 3, #KEYS do
  local held = redis.call('GET', KEYS[index])
  if (held and string.sub(held, 1, 16) or '') ~= ARGV[first + (index - 3) * 2] then
    local values = {}
    for each = 3, #KEYS do values[each - 2] = redis.call('GET', KEYS[each]) end
    return { 0, values }
  end
end
for index = 3, #KEYS do
  redis.call('SET', KEYS[index], ARGV[first + (index - 3) * 2 + 1], 'PX', ARGV[4])
end
local last = redis.call('HGET', meta, 'end')
local time, sequence = tonumber(string.sub(last, 1, 13)), tonumber(string.sub(last, 15))
if now > time then time, sequence = now, 0 end
if sequence + tonumber(ARGV[5]) >= 999999 then time, sequence = time + 1, 0 end
local positions = {}
for index = 1, tonumber(ARGV[5]) do
  positions[index] = position(time, sequence + index)
  redis.call('XADD', log, idOf(positions[index]), 'batch', positions[1], 'event', ARGV[5 + index])
end
if #positions > 0 then
  redis.call('HSET', meta, 'end', positions[#positions])
  trim()
end
return { 1, now, positions }
`;

/** ARGV: a position or nothing, limit. @returns {1, whether there are earlier ones, entries} or {0} where it is outside */
export const READ = `${COMMON}
trim()
local after = ARGV[4]
local start = '-'
local earlier = 0
if after ~= '' then
  if after < redis.call('HGET', meta, 'trimmed') or after > redis.call('HGET', meta, 'end') then return { 0 } end
  start = '(' .. idOf(after)
  local first = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)
  if #first > 0 and positionOf(first[1][1]) <= after then earlier = 1 end
end
return { 1, earlier, redis.call('XRANGE', log, start, '+', 'COUNT', ARGV[5]) }
`;

/** @returns {position of the last event, how many events} */
export const END = `${COMMON}
trim()
return { redis.call('HGET', meta, 'end'), redis.call('XLEN', log) }
`;

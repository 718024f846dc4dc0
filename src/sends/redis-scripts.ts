/*
 * What Redis does in one step. `base` is `{prefix}:{tenant}`; all names of a tenant begin with it and share its hash tag:
 *   base:sequence        grows with every write; a lower one than was seen before means that writes were lost
 *   base:key:<key>       id of the send that the key is bound to
 *   base:send:<id>       hash: kind outcome sequence key input form owner createdAt decidedAt keyLife vendor receipt
 *   base:lease:<id>      lives as long as the process that sends may be at it
 *   base:vendor:<vendor> id of the newest accepted send of that vendor id
 *   base:accepted:<kind> sorted set: ids of accepted sends by sequence
 * Every script takes KEYS base:sequence and ARGV base ..., and returns the sequence first. Redis's clock counts.
 */

const COMMON = `
local base = ARGV[1]
local function written() return redis.call('INCR', KEYS[1]) end
local function seen() return tonumber(redis.call('GET', KEYS[1]) or '0') end
local function now()
  local time = redis.call('TIME')
  return string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
end
local function lose(id, life)
  local send = base .. ':send:' .. id
  redis.call('HSET', send, 'outcome', 'UNKNOWN', 'decidedAt', now())
  redis.call('PEXPIRE', send, life)
  local key = base .. ':key:' .. redis.call('HGET', send, 'key')
  if redis.call('GET', key) == id then redis.call('PEXPIRE', key, life) end
  redis.call('DEL', base .. ':lease:' .. id)
  return written()
end
`;

/** A PENDING send without a lease was left by a process that ended: it becomes UNKNOWN here, so that what is told stays. */
const DESCRIBE = `
local function describe(key, life)
  local id = redis.call('GET', base .. ':key:' .. key)
  if not id then return false end
  local send = base .. ':send:' .. id
  if redis.call('HGET', send, 'outcome') == 'PENDING' and redis.call('EXISTS', base .. ':lease:' .. id) == 0 then
    lose(id, life)
  end
  local found = redis.call('HMGET', send, 'kind', 'outcome', 'sequence', 'createdAt', 'decidedAt', 'input', 'form', 'receipt')
  table.insert(found, 1, id)
  return found
end
`;

/** ARGV base key recordLife · @returns sequence, and id kind outcome sequence createdAt decidedAt input form receipt */
export const LOOK = `${COMMON}${DESCRIBE}
local found = describe(ARGV[2], ARGV[3])
return { seen(), found }
`;

/**
 * KEYS sequence secret · ARGV base key recordLife id kind input form owner keyLife leaseLife pendingLife secret abandoned
 *
 * `abandoned` holds ids, with commas around them, of binds of this process that failed half-way. The key of a PENDING
 * send lives as long as its record: a clock that jumps does not free it. Another secret means that the database was
 * begun anew: under two secrets one key has two names.
 */
export const BIND = `${COMMON}${DESCRIBE}
if redis.call('GET', KEYS[2]) ~= ARGV[12] then return { -1, false } end
local found = describe(ARGV[2], ARGV[3])
if found and not (found[3] == 'PENDING' and string.find(ARGV[13], ',' .. found[1] .. ',', 1, true)) then
  return { seen(), found }
end
if found then redis.call('DEL', base .. ':send:' .. found[1], base .. ':lease:' .. found[1]) end
local sequence = written()
local send = base .. ':send:' .. ARGV[4]
redis.call('HSET', send, 'outcome', 'PENDING', 'sequence', sequence, 'createdAt', now(), 'key', ARGV[2],
  'kind', ARGV[5], 'input', ARGV[6], 'form', ARGV[7], 'owner', ARGV[8], 'keyLife', ARGV[9])
redis.call('PEXPIRE', send, ARGV[11])
redis.call('SET', base .. ':key:' .. ARGV[2], ARGV[4], 'PX', ARGV[11])
redis.call('SET', base .. ':lease:' .. ARGV[4], '', 'PX', ARGV[10])
return { sequence, false }
`;

/** ARGV base id vendor receipt recordLife · The key answers `keyLife` from now on. */
export const ACCEPT = `${COMMON}
local id, send = ARGV[2], base .. ':send:' .. ARGV[2]
local known = redis.call('HMGET', send, 'outcome', 'kind', 'sequence', 'keyLife', 'key')
if not known[1] or known[1] == 'ACCEPTED' then return { seen() } end
local accepted, vendor = base .. ':accepted:' .. known[2], base .. ':vendor:' .. ARGV[3]
local keyLife = tonumber(known[4])
local life = string.format('%d', math.max(tonumber(ARGV[5]), keyLife))
local earlier = redis.call('GET', vendor)
if earlier then redis.call('ZREM', accepted, earlier) end
redis.call('SET', vendor, id, 'PX', life)
redis.call('ZADD', accepted, known[3], id)
redis.call('HSET', send, 'outcome', 'ACCEPTED', 'decidedAt', now(), 'vendor', ARGV[3], 'receipt', ARGV[4])
redis.call('PEXPIRE', send, life)
local key = base .. ':key:' .. known[5]
local bound = redis.call('GET', key)
if not bound or bound == id then redis.call('SET', key, id, 'PX', string.format('%d', keyLife)) end
redis.call('DEL', base .. ':lease:' .. id)
return { written() }
`;

/** ARGV base id recordLife · Needs a living lease. @returns sequence, and 1 when the key is free now */
export const RELEASE = `${COMMON}
local id, send = ARGV[2], base .. ':send:' .. ARGV[2]
local known = redis.call('HMGET', send, 'outcome', 'key')
if not known[1] then return { seen(), 1 } end
if known[1] ~= 'PENDING' then return { seen(), 0 } end
if redis.call('EXISTS', base .. ':lease:' .. id) == 0 then return { lose(id, ARGV[3]), 0 } end
redis.call('DEL', send, base .. ':lease:' .. id)
local key = base .. ':key:' .. known[2]
if redis.call('GET', key) == id then redis.call('DEL', key) end
return { written(), 1 }
`;

/** ARGV base id recordLife */
export const LOSE = `${COMMON}
if redis.call('HGET', base .. ':send:' .. ARGV[2], 'outcome') ~= 'PENDING' then return { seen() } end
return { lose(ARGV[2], ARGV[3]) }
`;

/** ARGV base vendor · @returns sequence, and the receipt */
export const FIND = `${COMMON}
local id = redis.call('GET', base .. ':vendor:' .. ARGV[2])
return { seen(), id and redis.call('HGET', base .. ':send:' .. id, 'receipt') }
`;

/** Sends expire in the order of their sequence, scheduled ones apart: those without a record are at the oldest end. */
const PRUNE = `
local accepted = base .. ':accepted:' .. ARGV[2]
while true do
  local oldest = redis.call('ZRANGE', accepted, 0, 0)[1]
  if not oldest or redis.call('EXISTS', base .. ':send:' .. oldest) == 1 then break end
  redis.call('ZREM', accepted, oldest)
end
`;

/** ARGV base kind · @returns sequence, and the number of accepted sends */
export const COUNT = `${COMMON}${PRUNE} return { seen(), redis.call('ZCARD', accepted) }`;

/** ARGV base kind command from to limit · @returns sequence, then sequence and receipt of each in turn */
export const LIST = `${COMMON}${PRUNE}
local found = redis.call(ARGV[3], accepted, ARGV[4], ARGV[5], 'WITHSCORES', 'LIMIT', 0, ARGV[6])
local listed = { seen() }
for i = 1, #found, 2 do
  local receipt = redis.call('HGET', base .. ':send:' .. found[i], 'receipt')
  if receipt then
    listed[#listed + 1] = found[i + 1]
    listed[#listed + 1] = receipt
  end
end
return listed
`;

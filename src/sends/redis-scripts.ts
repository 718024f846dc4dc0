import { KEY_LIFE_MS } from './clock.js';

/*
 * What Redis does in one step. `base` is `{prefix}:{tenant}`; all names of a tenant begin with it and share its hash tag:
 *   base:sequence        grows with every write; a lower one than was seen before means that writes were lost
 *   base:key:<key>       id of the send that the key is bound to
 *   base:kept:<key>      sorted set: ids of the kept sends of that key by sequence
 *   base:send:<id>       hash: the fields of RECORD_OF, and draft sum isFound isBelieved; releases before wrote owner
 * and no sum
 *   base:refused:<id>    the same of a send that was refused; its key is free
 *   base:lease:<id>      lives as long as the process that sends may be at it
 *   base:early:<id>      lives as long as nobody may find that nothing was sent
 *   base:vendor:<vendor> id of the newest accepted send of that vendor id
 *   base:accepted:<kind> sorted set: ids of accepted and cancelled sends by sequence, of one vendor id the newest
 *   base:sends:<kind>:<outcome> sorted set: `<createdAt>:<id>` of all sends by sequence
 *   base:cancel:<vendor> hash: attempt unknown cancelledAt
 *   base:cancelling:<attempt> lives as long as the process that cancels may be at it
 * Every script takes KEYS base:sequence and ARGV base ..., and returns the sequence first. Redis's clock counts.
 */

export const COMMON = `
local base = ARGV[1]
local function written() return redis.call('INCR', KEYS[1]) end
local function seen() return tonumber(redis.call('GET', KEYS[1]) or '0') end
local function whole(number) return string.format('%d', number) end
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function move(id, outcome)
  local send = base .. ':send:' .. id
  local known = redis.call('HMGET', send, 'kind', 'outcome', 'sequence', 'createdAt')
  local sends = base .. ':sends:' .. known[1] .. ':'
  local member = known[4] .. ':' .. id
  redis.call('ZREM', sends .. known[2], member)
  if outcome ~= 'REFUSED' then redis.call('ZADD', sends .. outcome, known[3], member) end
  redis.call('HSET', send, 'outcome', outcome)
end
-- Whether a send has all that it is moved and found by.
local function isWhole(id)
  local known = redis.call('HMGET', base .. ':send:' .. id, 'kind', 'createdAt', 'sequence', 'key')
  return known[1] and known[2] and tonumber(known[3] or '') and known[4]
end
-- A send, and that it is of its key, are kept for that long from now.
local function keep(id, life)
  local send = base .. ':send:' .. id
  local known = redis.call('HMGET', send, 'key', 'sequence')
  local kept = base .. ':kept:' .. known[1]
  redis.call('ZADD', kept, known[2], id)
  redis.call('PEXPIRE', send, life)
  if redis.call('PTTL', kept) < tonumber(life) then redis.call('PEXPIRE', kept, life) end
end
-- The checksum of what the bind writes of a send, and nothing changes later.
local function sumOf(id)
  local fields = redis.call('HMGET', base .. ':send:' .. id, 'key', 'kind', 'input', 'form', 'scheduledAt', 'sequence',
    'createdAt')
  for at = 1, #fields do fields[at] = fields[at] or '' end
  return redis.sha1hex(id .. ' ' .. table.concat(fields, ' '))
end
local function lose(id, recordLife)
  local send = base .. ':send:' .. id
  move(id, 'UNKNOWN')
  redis.call('HSET', send, 'decidedAt', whole(now()))
  -- The key of a scheduled send answers until a day after its time.
  local scheduledAt = tonumber(redis.call('HGET', send, 'scheduledAt') or '') or 0
  local life = whole(math.max(tonumber(recordLife), scheduledAt - now() + ${KEY_LIFE_MS}))
  keep(id, life)
  local key = base .. ':key:' .. redis.call('HGET', send, 'key')
  if redis.call('GET', key) == id then redis.call('PEXPIRE', key, life) end
  redis.call('DEL', base .. ':lease:' .. id)
  return written()
end
`;

/**
 * Gives the fields of a send, with 1 behind them where its key is bound to it; false where there is none. The input is
 * false where the checksum does not fit. A PENDING send without a lease was left by a process that ended: it becomes
 * UNKNOWN here, so that what was reported stays.
 */
export const RECORD_OF = `
local function isDead(id, outcome)
  return outcome == 'PENDING' and redis.call('EXISTS', base .. ':lease:' .. id) == 0 and isWhole(id)
end
local function recordOf(id, life)
  local send = base .. ':send:' .. id
  if isDead(id, redis.call('HGET', send, 'outcome')) then lose(id, life) end
  local found = redis.call('HMGET', send, 'kind', 'outcome', 'sequence', 'createdAt', 'decidedAt', 'keyUntil',
    'scheduledAt', 'facts', 'key', 'input', 'form', 'receipt', 'vendor')
  table.insert(found, 1, id)
  local sum = redis.call('HGET', send, 'sum')
  if sum and sum ~= sumOf(id) then found[11] = false end
  local bound = found[10] and redis.call('GET', base .. ':key:' .. found[10]) == id
  found[#found + 1] = bound and 1 or 0
  return found
end
`;

/** Sends expire in the order of their sequence, scheduled ones apart: those without a record are at the oldest end. */
export const PRUNE = `
local function prune(set, prefixLength)
  while true do
    local oldest = redis.call('ZRANGE', set, 0, 0)[1]
    if not oldest then return end
    local id = prefixLength == 0 and oldest or string.sub(oldest, string.find(oldest, ':', 1, true) + 1)
    if redis.call('EXISTS', base .. ':send:' .. id) == 1 then return end
    redis.call('ZREM', set, oldest)
  end
end
`;

export const BOUND = `
-- How long the key of a send is bound to it, milliseconds; 0 where it is free or a newer send holds it.
local function heldFor(id)
  local send = base .. ':send:' .. id
  local known = redis.call('HMGET', send, 'outcome', 'keyUntil')
  if known[1] == 'PENDING' or known[1] == 'UNKNOWN' then return redis.call('PTTL', send) end
  if known[1] ~= 'ACCEPTED' and known[1] ~= 'CANCELLED' then return 0 end
  return (tonumber(known[2] or '') or 0) - now()
end
-- The id of the send that a key is bound to. Where the key's name was deleted, its sends are looked through, the newest first.
local function holderOf(key)
  local name = base .. ':key:' .. key
  local bound = redis.call('GET', name)
  if bound then return bound end
  for _, id in ipairs(redis.call('ZREVRANGE', base .. ':kept:' .. key, 0, -1)) do
    local left = heldFor(id)
    if left > 0 then
      redis.call('SET', name, id, 'PX', whole(left))
      return id
    end
  end
  return false
end
local function boundTo(key, life)
  local id = holderOf(key)
  return id and recordOf(id, life)
end
-- The id of a PENDING send that is among the ids, which have commas around them, whether or not it has a lease.
local function abandonedOf(key, ids)
  local id = holderOf(key)
  local isListed = id and string.find(ids, ',' .. id .. ',', 1, true)
  return isListed and redis.call('HGET', base .. ':send:' .. id, 'outcome') == 'PENDING' and id
end
`;

/** ARGV base key recordLife abandoned (see BIND) · @returns sequence, and the record */
export const LOOK = `${COMMON}${RECORD_OF}${BOUND}
if abandonedOf(ARGV[2], ARGV[4]) then return { seen(), false } end
local found = boundTo(ARGV[2], ARGV[3])
return { seen(), found }
`;

/**
 * KEYS sequence secret tenants · ARGV base key recordLife id kind input form leaseLife pendingLife secret abandoned
 *   scheduledAt facts draft earlyLife
 *
 * `abandoned` holds ids, with commas around them, of sends that this process knows were not sent: those that nobody has
 * recorded as UNKNOWN are bound anew, however long ago that was. The key of a PENDING send lives as long as its record:
 * a clock that jumps does not free it. Another secret means that the database was begun anew: under two secrets one key
 * has two names.
 */
export const BIND = `${COMMON}${RECORD_OF}${BOUND}${PRUNE}
if redis.call('GET', KEYS[2]) ~= ARGV[10] then return { -1, false } end
local abandoned = abandonedOf(ARGV[2], ARGV[11])
if abandoned then
  move(abandoned, 'REFUSED')
  redis.call('ZREM', base .. ':kept:' .. ARGV[2], abandoned)
  redis.call('DEL', base .. ':send:' .. abandoned, base .. ':lease:' .. abandoned)
else
  local found = boundTo(ARGV[2], ARGV[3])
  if found then return { seen(), found } end
end
local sequence = written()
local id, createdAt = ARGV[4], whole(now())
local send = base .. ':send:' .. id
redis.call('HSET', send, 'outcome', 'PENDING', 'sequence', sequence, 'createdAt', createdAt, 'key', ARGV[2],
  'kind', ARGV[5], 'input', ARGV[6], 'form', ARGV[7], 'scheduledAt', ARGV[12], 'facts', ARGV[13],
  'draft', ARGV[14])
redis.call('HSET', send, 'sum', sumOf(id))
move(id, 'PENDING')
prune(base .. ':kept:' .. ARGV[2], 0)
keep(id, ARGV[9])
redis.call('SET', base .. ':key:' .. ARGV[2], id, 'PX', ARGV[9])
redis.call('SADD', KEYS[3], base)
redis.call('SET', base .. ':lease:' .. id, '', 'PX', ARGV[8])
redis.call('SET', base .. ':early:' .. id, '', 'PX', ARGV[15])
return { sequence, false, createdAt }
`;

/**
 * ARGV base id recordLife refusalLife isUnbegun · Needs a living lease, or 1 where its request was never begun.
 * @returns sequence, and 1 when the key is free now
 */
export const RELEASE = `${COMMON}${RECORD_OF}
local id, send = ARGV[2], base .. ':send:' .. ARGV[2]
local known = redis.call('HMGET', send, 'outcome', 'key')
if not known[1] then return { seen(), 1 } end
if known[1] ~= 'PENDING' then return { seen(), 0 } end
if ARGV[5] ~= '1' and isDead(id, 'PENDING') then return { lose(id, ARGV[3]), 0 } end
move(id, 'REFUSED')
redis.call('ZREM', base .. ':kept:' .. known[2], id)
redis.call('RENAME', send, base .. ':refused:' .. id)
redis.call('PEXPIRE', base .. ':refused:' .. id, ARGV[4])
redis.call('DEL', base .. ':lease:' .. id)
local key = base .. ':key:' .. known[2]
if redis.call('GET', key) == id then redis.call('DEL', key) end
return { written(), 1 }
`;

/** ARGV base id recordLife */
export const LOSE = `${COMMON}
if redis.call('HGET', base .. ':send:' .. ARGV[2], 'outcome') ~= 'PENDING' then return { seen() } end
return { lose(ARGV[2], ARGV[3]) }
`;

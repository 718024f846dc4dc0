import { COMMON, RECORD_OF } from './redis-scripts.js';

/**
 * ARGV base id vendor receipt recordLife by isBelieved keyLife wall · `by`: empty for the answer to its request; `wall`: the
 * instance's clock, by which a send is scheduled
 * @returns sequence, the effect (see AcceptEffect), decidedAt, keyUntil
 */
export const ACCEPT = `${COMMON}${RECORD_OF}
local id, name, by = ARGV[2], ARGV[3], ARGV[6]
local send, refused = base .. ':send:' .. id, base .. ':refused:' .. id
local from = send
if by ~= 'PERSON' and redis.call('EXISTS', send) == 0 then from = refused end
if by ~= '' and isDead(id, redis.call('HGET', send, 'outcome')) then lose(id, ARGV[5]) end
local known = redis.call('HMGET', from, 'outcome', 'kind', 'sequence', 'scheduledAt', 'key', 'vendor', 'isFound',
  'isBelieved')
local outcome, isFound, isBelieved = known[1], known[7] == '1', known[8] == '1'
if not outcome then return { seen(), 'NO_SEND' } end
if outcome == 'ACCEPTED' or outcome == 'CANCELLED' then
  if known[6] == name then
    if by == 'PERSON' then return { seen(), isFound and 'KNOWN' or 'UNCHANGED' } end
    redis.call('HSET', send, 'isBelieved', '')
    if by == '' then redis.call('HSET', send, 'receipt', ARGV[4]) end
    local times = redis.call('HMGET', send, 'decidedAt', 'keyUntil')
    return { written(), 'KNOWN', times[1], times[2] }
  end
  if not isBelieved or by == 'PERSON' then return { seen(), 'UNCHANGED' } end
elseif by == 'PERSON' and outcome ~= 'UNKNOWN' then
  return { seen(), 'UNCHANGED' }
end
local accepted, vendor = base .. ':accepted:' .. known[2], base .. ':vendor:' .. name
local earlier = redis.call('GET', vendor)
if by ~= '' and earlier and earlier ~= id and redis.call('EXISTS', base .. ':send:' .. earlier) == 1 then
  return { seen(), 'OTHER_SEND' }
end
local key = base .. ':key:' .. known[5]
local bound = redis.call('GET', key)
local effect = 'ACCEPTED'
if known[6] then
  effect = 'REPLACED'
  local replaced = base .. ':vendor:' .. known[6]
  if redis.call('GET', replaced) == id then redis.call('DEL', replaced) end
elseif bound and bound ~= id then
  effect = 'KEY_TAKEN'
end
if from == refused then redis.call('RENAME', refused, send) end
local time = now()
local keyUntil = time + math.max(0, (tonumber(known[4]) or 0) - tonumber(ARGV[9])) + tonumber(ARGV[8])
local life = whole(math.max(tonumber(ARGV[5]), keyUntil - time))
if earlier then redis.call('ZREM', accepted, earlier) end
redis.call('SET', vendor, id, 'PX', life)
redis.call('ZADD', accepted, known[3], id)
move(id, 'ACCEPTED')
redis.call('HSET', send, 'decidedAt', whole(time), 'vendor', name, 'receipt', ARGV[4], 'keyUntil', whole(keyUntil),
  'isFound', by == 'PERSON' and '1' or '', 'isBelieved', ARGV[7])
keep(id, life)
if not bound or bound == id then redis.call('SET', key, id, 'PX', whole(keyUntil - time)) end
redis.call('DEL', base .. ':lease:' .. id)
return { written(), effect, whole(time), whole(keyUntil) }
`;

/** ARGV base id · @returns sequence, kind and draft, also of a refused send */
export const DRAFT = `${COMMON}
local found = redis.call('HMGET', base .. ':send:' .. ARGV[2], 'kind', 'draft')
if not found[1] then found = redis.call('HMGET', base .. ':refused:' .. ARGV[2], 'kind', 'draft') end
return { seen(), found[1], found[2] }
`;

/** ARGV base id recordLife · @returns sequence, and 1 when it is too early to find that nothing was sent */
export const NOT_SENT = `${COMMON}${RECORD_OF}
local id, send = ARGV[2], base .. ':send:' .. ARGV[2]
local known = redis.call('HMGET', send, 'outcome', 'key')
if isDead(id, known[1]) then
  lose(id, ARGV[3])
  known[1] = 'UNKNOWN'
end
if known[1] ~= 'UNKNOWN' then return { seen(), 0 } end
if redis.call('EXISTS', base .. ':early:' .. id) == 1 then return { seen(), 1 } end
move(id, 'NOT_SENT')
redis.call('HSET', send, 'decidedAt', whole(now()))
local key = base .. ':key:' .. known[2]
if redis.call('GET', key) == id then redis.call('DEL', key) end
return { written(), 0 }
`;

/** ARGV base vendor · @returns sequence, when it was cancelled, the attempt under way, 1 after an unknown end */
export const CANCELLED_AT = `${COMMON}
local known = redis.call('HMGET', base .. ':cancel:' .. ARGV[2], 'cancelledAt', 'attempt', 'unknown')
return { seen(), known[1], known[2], known[3] }
`;

/** ARGV base vendor recordLife attempt leaseLife · @returns sequence, the state, and cancelledAt or 1 after an unknown end */
export const BEGIN_CANCEL = `${COMMON}
local cancel = base .. ':cancel:' .. ARGV[2]
local known = redis.call('HMGET', cancel, 'cancelledAt', 'attempt', 'unknown')
local unknown = known[3] == '1'
if known[1] then return { seen(), 'CANCELLED', known[1] } end
if known[2] and known[2] ~= '' then
  if redis.call('EXISTS', base .. ':cancelling:' .. known[2]) == 1 then return { seen(), 'RUNNING', '' } end
  unknown = true
end
redis.call('HSET', cancel, 'attempt', ARGV[4], 'unknown', unknown and '1' or '')
local life = tonumber(ARGV[3])
local id = redis.call('GET', base .. ':vendor:' .. ARGV[2])
if id then life = math.max(life, redis.call('PTTL', base .. ':send:' .. id)) end
redis.call('PEXPIRE', cancel, whole(life))
redis.call('SET', base .. ':cancelling:' .. ARGV[4], '', 'PX', ARGV[5])
return { written(), 'BEGUN', unknown and '1' or '' }
`;

/** ARGV base vendor attempt end · @returns sequence, and when it was cancelled */
export const END_CANCEL = `${COMMON}
local cancel = base .. ':cancel:' .. ARGV[2]
local known = redis.call('HMGET', cancel, 'cancelledAt', 'attempt', 'unknown')
redis.call('DEL', base .. ':cancelling:' .. ARGV[3])
if ARGV[4] == 'CANCELLED' then
  if known[1] then return { seen(), known[1] } end
  local time = whole(now())
  redis.call('HSET', cancel, 'cancelledAt', time, 'attempt', '')
  local id = redis.call('GET', base .. ':vendor:' .. ARGV[2])
  if id and redis.call('HGET', base .. ':send:' .. id, 'outcome') == 'ACCEPTED' then
    move(id, 'CANCELLED')
    redis.call('HSET', base .. ':send:' .. id, 'decidedAt', time)
  end
  return { written(), time }
end
if known[2] ~= ARGV[3] then return { seen(), false } end
if ARGV[4] == 'UNKNOWN' then redis.call('HSET', cancel, 'attempt', '', 'unknown', '1')
elseif known[3] == '1' then redis.call('HSET', cancel, 'attempt', '')
else redis.call('DEL', cancel) end
return { written(), false }
`;

/** ARGV base vendor · @returns sequence, 1 when a cancel was denied, and the id of the send */
export const DENY_CANCEL = `${COMMON}
local cancel = base .. ':cancel:' .. ARGV[2]
if redis.call('HEXISTS', cancel, 'cancelledAt') == 0 then return { seen(), 0 } end
redis.call('DEL', cancel)
local id = redis.call('GET', base .. ':vendor:' .. ARGV[2])
if id and redis.call('HGET', base .. ':send:' .. id, 'outcome') == 'CANCELLED' then
  move(id, 'ACCEPTED')
  redis.call('HSET', base .. ':send:' .. id, 'decidedAt', whole(now()))
end
return { written(), 1, id }
`;

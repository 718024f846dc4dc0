/*
 * What redis does in one step. An entry is a hash: state, input, owner, record (the name of the campaign's record).
 * Redis's own expiry is the only clock, so instances need not agree on the time.
 */

/** A send in flight whose lease has run out was left by an instance that died: nobody knows what became of it. */
const DESCRIBE = `
local function describe(entry, lease)
  local bound = redis.call('HMGET', entry, 'state', 'input', 'record')
  if not bound[1] then return false end
  if bound[1] == 'IN_FLIGHT' and redis.call('EXISTS', lease) == 0 then bound[1] = 'UNKNOWN' end
  return { bound[1], bound[2], bound[3] and redis.call('GET', bound[3]) }
end
`;

/** KEYS entry lease · @returns null, or state, input and campaign */
export const LOOK = `${DESCRIBE} return describe(KEYS[1], KEYS[2])`;

/**
 * KEYS entry lease secret · ARGV input owner keyLife leaseLife secret · @returns null when it is bound now
 *
 * A redis that lost its memory may have been given another secret by another instance meanwhile: under two secrets one
 * key has two names and could send twice.
 */
export const BEGIN = `${DESCRIBE}
if not redis.call('SET', KEYS[3], ARGV[5], 'NX') and redis.call('GET', KEYS[3]) ~= ARGV[5] then
  return redis.error_reply('SECRET the ledger was begun anew by another instance; restart this one')
end
local bound = describe(KEYS[1], KEYS[2])
if bound then return bound end
redis.call('HSET', KEYS[1], 'state', 'IN_FLIGHT', 'input', ARGV[1], 'owner', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('SET', KEYS[2], '', 'PX', ARGV[4])
return false
`;

/**
 * KEYS entry lease record places sequence · ARGV campaign member recordLife keyLife input
 *
 * ZADD moves a campaign that is already there to the newest place.
 */
export const ACCEPT = `
redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[3])
redis.call('ZADD', KEYS[4], redis.call('INCR', KEYS[5]), ARGV[2])
redis.call('PEXPIRE', KEYS[4], ARGV[3])
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[1], 'input', ARGV[5])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
redis.call('HSET', KEYS[1], 'state', 'ACCEPTED', 'record', KEYS[3])
redis.call('DEL', KEYS[2])
return true
`;

/** KEYS entry lease · ARGV owner, or nothing for whoever it is */
export const RELEASE = `
local bound = redis.call('HMGET', KEYS[1], 'state', 'owner')
if bound[1] ~= 'IN_FLIGHT' or (ARGV[1] and bound[2] ~= ARGV[1]) then return false end
return redis.call('DEL', KEYS[1], KEYS[2])
`;

/** KEYS entry lease · ARGV input keyLife */
export const LOSE = `
local state = redis.call('HGET', KEYS[1], 'state')
if state == 'IN_FLIGHT' then redis.call('HSET', KEYS[1], 'state', 'UNKNOWN') end
if not state then
  redis.call('HSET', KEYS[1], 'state', 'UNKNOWN', 'input', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return redis.call('DEL', KEYS[2])
`;

/** Records expire in the order of their places: those without one are all at the oldest end. */
const PRUNE = `
local function prune(places, prefix)
  while true do
    local oldest = redis.call('ZRANGE', places, 0, 0)[1]
    if not oldest or redis.call('EXISTS', prefix .. oldest) == 1 then return end
    redis.call('ZREM', places, oldest)
  end
end
`;

/** KEYS places · ARGV record-prefix */
export const COUNT = `${PRUNE} prune(KEYS[1], ARGV[1]) return redis.call('ZCARD', KEYS[1])`;

/** KEYS places · ARGV record-prefix command from to limit · @returns sequence and campaign by turns */
export const LIST = `${PRUNE}
prune(KEYS[1], ARGV[1])
local found = redis.call(ARGV[2], KEYS[1], ARGV[3], ARGV[4], 'WITHSCORES', 'LIMIT', 0, ARGV[5])
local listed = {}
for i = 1, #found, 2 do
  local campaign = redis.call('GET', ARGV[1] .. found[i])
  if campaign then
    listed[#listed + 1] = found[i + 1]
    listed[#listed + 1] = campaign
  end
end
return listed
`;

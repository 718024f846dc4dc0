import { BOUND, COMMON, PRUNE, RECORD_OF } from './redis-scripts.js';
import { type SendFields, OUTCOMES } from './redis-record.js';
import type { RedisTenant } from './redis-tenant.js';
import {
  type ListRequest,
  type ListPosition,
  type RecordFilter,
  SEND_KINDS,
  type SendLedger,
  type SendName,
  type SendRecord,
} from './send-ledger.js';

/** ARGV base recordLife id · @returns sequence, and the record */
const RECORD = `${COMMON}${RECORD_OF}
if redis.call('EXISTS', base .. ':send:' .. ARGV[3]) == 0 then return { seen(), false } end
local found = recordOf(ARGV[3], ARGV[2])
return { seen(), found }
`;

/**
 * ARGV as LOOK (see redis-scripts.ts) ·
 * @returns sequence, and the record that the key is bound to, else the newest kept one of that key
 */
const RECORD_OF_KEY = `${COMMON}${RECORD_OF}${BOUND}
local abandoned = abandonedOf(ARGV[2], ARGV[4])
local found = not abandoned and boundTo(ARGV[2], ARGV[3])
if found then return { seen(), found } end
for _, id in ipairs(redis.call('ZREVRANGE', base .. ':kept:' .. ARGV[2], 0, -1)) do
  if id ~= abandoned and redis.call('EXISTS', base .. ':send:' .. id) == 1 then
    found = recordOf(id, ARGV[3])
    break
  end
end
return { seen(), found }
`;

/** ARGV base recordLife vendor · @returns sequence, and the record */
const FIND = `${COMMON}${RECORD_OF}
local id = redis.call('GET', base .. ':vendor:' .. ARGV[3])
if not id or redis.call('EXISTS', base .. ':send:' .. id) == 0 then return { seen(), false } end
return { seen(), recordOf(id, ARGV[2]) }
`;

/** ARGV base kind · @returns sequence, and the number of accepted sends */
const COUNT = `${COMMON}${PRUNE}
local accepted = base .. ':accepted:' .. ARGV[2]
prune(accepted, 0)
return { seen(), redis.call('ZCARD', accepted) }
`;

/** ARGV base recordLife kind command from to limit · @returns sequence, then the records */
const LIST = `${COMMON}${RECORD_OF}${PRUNE}
local accepted = base .. ':accepted:' .. ARGV[3]
prune(accepted, 0)
local found = redis.call(ARGV[4], accepted, ARGV[5], ARGV[6], 'LIMIT', 0, ARGV[7])
local listed = { seen() }
for _, id in ipairs(found) do
  if redis.call('EXISTS', base .. ':send:' .. id) == 1 then listed[#listed + 1] = recordOf(id, ARGV[2]) end
end
return listed
`;

/** The kinds and outcomes that are asked for are the sets from ARGV[8] on, as `<kind>:<outcome>`. */
const RANGES = `
local function number(text, otherwise) return text == '' and otherwise or tonumber(text) end
local createdFrom, createdUntil = number(ARGV[6], 0), number(ARGV[7], math.huge)
local function idOf(member) return string.sub(member, string.find(member, ':', 1, true) + 1) end
-- The rank of the first member that was created at or after a time: sequence and time grow together.
local function rankOf(set, time)
  local low, high = 0, redis.call('ZCARD', set)
  while low < high do
    local middle = math.floor((low + high) / 2)
    local member = redis.call('ZRANGE', set, middle, middle)[1]
    if tonumber(string.sub(member, 1, string.find(member, ':', 1, true) - 1)) < time then low = middle + 1
    else high = middle end
  end
  return low
end
local function rangeOf(set)
  prune(set, 1)
  local first, last = 0, redis.call('ZCARD', set)
  if createdFrom > 0 then first = rankOf(set, createdFrom) end
  if createdUntil < math.huge then last = rankOf(set, createdUntil + 1) end
  return first, math.max(first, last)
end
for _, kind in ipairs({ ${SEND_KINDS.map((kind) => `'${kind}'`).join(', ')} }) do
  for _, member in ipairs(redis.call('ZRANGE', base .. ':sends:' .. kind .. ':PENDING', 0, -1)) do
    if redis.call('EXISTS', base .. ':send:' .. idOf(member)) == 1 then recordOf(idOf(member), ARGV[2]) end
  end
end
`;

/** ARGV base recordLife order beyond limit createdFrom createdUntil ...sets · @returns sequence, then the records */
const RECORDS = `${COMMON}${RECORD_OF}${PRUNE}${RANGES}
local isNewest, beyond, limit = ARGV[3] == 'NEWEST_FIRST', ARGV[4], tonumber(ARGV[5])
local function page()
  local found = {}
  for i = 8, #ARGV do
    local set = base .. ':sends:' .. ARGV[i]
    local first, last = rangeOf(set)
    if beyond ~= '' and isNewest then last = math.min(last, redis.call('ZCOUNT', set, '-inf', '(' .. beyond)) end
    if beyond ~= '' and not isNewest then first = math.max(first, redis.call('ZCOUNT', set, '-inf', beyond)) end
    if isNewest then first = math.max(first, last - limit) else last = math.min(last, first + limit) end
    local members = first < last and redis.call('ZRANGE', set, first, last - 1, 'WITHSCORES') or {}
    for at = 1, #members, 2 do
      found[#found + 1] = { set, members[at], tonumber(members[at + 1]) }
    end
  end
  table.sort(found, function(a, b) if isNewest then return a[3] > b[3] else return a[3] < b[3] end end)
  return found
end
while true do
  local listed, isWhole = { seen() }, true
  for at, one in ipairs(page()) do
    if at > limit then break end
    local id = idOf(one[2])
    if redis.call('EXISTS', base .. ':send:' .. id) == 1 then listed[#listed + 1] = recordOf(id, ARGV[2])
    else
      redis.call('ZREM', one[1], one[2])
      isWhole = false
    end
  end
  if isWhole then return listed end
end
`;

/** ARGV as RECORDS · @returns sequence, and how many there are */
const COUNT_RECORDS = `${COMMON}${RECORD_OF}${PRUNE}${RANGES}
local count = 0
for i = 8, #ARGV do
  local first, last = rangeOf(base .. ':sends:' .. ARGV[i])
  count = count + last - first
end
return { seen(), count }
`;

/** The arguments of RECORDS. */
function argumentsOf(
  recordLife: number,
  { kinds, outcomes, createdFrom, createdUntil }: RecordFilter,
  { order, beyond, limit }: ListPosition,
): (string | number)[] {
  const sets = (kinds ?? SEND_KINDS).flatMap((kind) => (outcomes ?? OUTCOMES).map((outcome) => `${kind}:${outcome}`));
  const place = [order, beyond ?? '', Math.max(0, limit)];
  return [recordLife, ...place, createdFrom ?? '', createdUntil ?? '', ...new Set(sets)];
}

export type RedisReads<Receipt> = Pick<
  SendLedger<Receipt>,
  'find' | 'record' | 'records' | 'countRecords' | 'list' | 'count'
>;

/** Reads of the sends of one tenant. */
export function createRedisReads<Receipt>(
  parts: RedisTenant,
  read: (found: SendFields) => Promise<SendRecord<Receipt>>,
): RedisReads<Receipt> {
  const { client, base, fingerprint, vendorOf, recordLife, retries } = parts;

  const lookArguments = (key: string) => [key, recordLife, retries.unsentIds(`${base} ${key}`)];

  async function one(name: SendName): Promise<SendRecord<Receipt> | null> {
    const [script, args] =
      'id' in name
        ? [RECORD, [recordLife, name.id]]
        : 'key' in name
          ? [RECORD_OF_KEY, lookArguments(fingerprint('key', name.key))]
          : [FIND, [recordLife, vendorOf(name.kind, name.vendorId)]];
    const [found] = (await client.run(script, base, args)) as [SendFields | null];
    return found && read(found);
  }

  async function list({ kind, order, beyond, limit }: ListRequest): Promise<SendRecord<Receipt>[]> {
    const range =
      order === 'NEWEST_FIRST'
        ? ['ZREVRANGEBYSCORE', beyond === null ? '+inf' : `(${beyond}`, '-inf']
        : ['ZRANGEBYSCORE', beyond === null ? '-inf' : `(${beyond}`, '+inf'];
    const args = [recordLife, kind, ...range, Math.max(0, limit)];
    return Promise.all(((await client.run(LIST, base, args)) as SendFields[]).map(read));
  }

  const hasReceipt = ({ receipt }: SendRecord<Receipt>): boolean => receipt !== null;

  return {
    async find(kind, vendorId) {
      const found = await one({ kind, vendorId });
      return found && hasReceipt(found) ? found : null;
    },
    record: one,
    async records(filter, place) {
      const found = (await client.run(RECORDS, base, argumentsOf(recordLife, filter, place))) as SendFields[];
      return Promise.all(found.map(read));
    },
    async countRecords(filter) {
      const all = { order: 'NEWEST_FIRST', beyond: null, limit: 0 } as const;
      const [count] = await client.run(COUNT_RECORDS, base, argumentsOf(recordLife, filter, all));
      return Number(count);
    },
    async list(request) {
      const listed = await list(request);
      // Those that were found damaged are listed no more.
      return listed.every(hasReceipt) ? listed : (await list(request)).filter(hasReceipt);
    },
    async count(kind) {
      const [count] = await client.run(COUNT, base, [kind]);
      return Number(count);
    },
  };
}

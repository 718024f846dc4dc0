import { NO_REQUEST, type RequestIds } from '../trace.js';
import { COMMON, RECORD_OF } from './redis-scripts.js';
import { numberOf } from './redis-client.js';
import type { RedisReads } from './redis-records.js';
import type { RedisTenant } from './redis-tenant.js';
import { findingAfterMs, KEY_LIFE_MS } from './clock.js';
import { type Decision, receiptOfDraft, type SendKind, type SendLedger } from './send-ledger.js';
import { type AcceptEffect, CONTRADICTIONS } from './tenant-sends.js';

/**
 * ARGV base id vendor receipt recordLife by isBelieved keyLife wall · `by`: empty for the answer to its request; `wall`: the
 * instance's clock, by which a send is scheduled
 * @returns sequence, the effect (see AcceptEffect), decidedAt, keyUntil
 */
const ACCEPT = `${COMMON}${RECORD_OF}
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
local isTaken = bound and bound ~= id
local effect = 'ACCEPTED'
if known[6] then
  effect = 'REPLACED'
  local replaced = base .. ':vendor:' .. known[6]
  if redis.call('GET', replaced) == id then redis.call('DEL', replaced) end
elseif isTaken then
  effect = 'KEY_TAKEN'
end
if from == refused then redis.call('RENAME', refused, send) end
local time = now()
local keyUntil = time + math.max(0, (tonumber(known[4]) or 0) - tonumber(ARGV[9])) + tonumber(ARGV[8])
local life = whole(math.max(tonumber(ARGV[5]), keyUntil - time))
if earlier then redis.call('ZREM', accepted, earlier) end
redis.call('SET', vendor, id, 'PX', life)
redis.call('ZADD', accepted, known[3], id)
-- It may have been cancelled by its id before anybody knew which send it is.
local cancelledAt = by ~= '' and redis.call('HGET', base .. ':cancel:' .. name, 'cancelledAt')
move(id, cancelledAt and 'CANCELLED' or 'ACCEPTED')
redis.call('HSET', send, 'decidedAt', cancelledAt or whole(time), 'vendor', name, 'receipt', ARGV[4],
  'keyUntil', isTaken and '' or whole(keyUntil), 'isFound', by == 'PERSON' and '1' or '', 'isBelieved', ARGV[7])
keep(id, life)
if not isTaken then redis.call('SET', key, id, 'PX', whole(keyUntil - time)) end
redis.call('DEL', base .. ':lease:' .. id)
return { written(), effect, whole(time), whole(keyUntil) }
`;

/** ARGV base id · @returns sequence, kind and draft, also of a refused send */
const DRAFT = `${COMMON}
local found = redis.call('HMGET', base .. ':send:' .. ARGV[2], 'kind', 'draft')
if not found[1] then found = redis.call('HMGET', base .. ':refused:' .. ARGV[2], 'kind', 'draft') end
return { seen(), found[1], found[2] }
`;

/** ARGV base id recordLife · @returns sequence, and 1 when it is too early to find that nothing was sent */
const NOT_SENT = `${COMMON}${RECORD_OF}
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

interface WrittenAcceptance {
  readonly effect: AcceptEffect;
  readonly decidedAt: number | null;
  readonly keyUntil: number | null;
}

/** @param vendor a fingerprint @param by who reports it: the answer to its request when left out */
export async function writeAcceptance(
  { client, base, recordLife }: RedisTenant,
  id: string,
  vendor: string,
  receipt: string,
  by: '' | 'CALLBACK' | 'PERSON' = '',
  isBelieved = false,
): Promise<WrittenAcceptance> {
  const args = [id, vendor, receipt, recordLife, by, isBelieved ? '1' : '', KEY_LIFE_MS, Date.now()];
  const [effect, decidedAt, keyUntil] = await client.run(ACCEPT, base, args, { isWrite: true });
  return { effect: effect as AcceptEffect, decidedAt: numberOf(decidedAt), keyUntil: numberOf(keyUntil) };
}

/** What callbacks and persons report of the sends of one tenant. */
export function createRedisDecisions<Receipt>(
  parts: RedisTenant,
  { record }: RedisReads<Receipt>,
): Pick<SendLedger<Receipt>, 'acceptByCallback' | 'reconcile' | 'draft'> {
  const { client, base, tenantId, recordLife, notices, waiters, vendorOf } = parts;

  const draftOf = (id: string) => client.run(DRAFT, base, [id]) as Promise<[SendKind | null, string | null]>;

  async function unchanged(id: string, isEarly = false): Promise<Decision<Receipt>> {
    const known = await record({ id });
    if (!known) return { state: 'NO_SEND' };
    const notBefore = isEarly ? known.send.createdAt + findingAfterMs(parts.sendTimeoutMs) : null;
    return { state: 'UNCHANGED', record: known, notBefore };
  }

  async function accept(
    id: string,
    vendorId: string,
    by: 'CALLBACK' | 'PERSON',
    isBelieved: boolean,
    request: RequestIds,
  ): Promise<Decision<Receipt>> {
    const [kind, draft] = await draftOf(id);
    if (kind === null) return { state: 'NO_SEND' };
    const receipt = receiptOfDraft(draft ?? '', vendorId);
    const { effect } = await writeAcceptance(parts, id, vendorOf(kind, vendorId), receipt, by, isBelieved);
    if (effect === 'NO_SEND' || effect === 'OTHER_SEND') return { state: effect };
    if (effect === 'UNCHANGED') return unchanged(id);
    const what = CONTRADICTIONS[effect];
    if (what !== undefined) notices.onContradiction?.({ tenantId, sendId: id, kind, what, request });
    const known = await record({ id });
    if (!known) return { state: 'NO_SEND' };
    waiters.wake(id);
    return { state: 'DECIDED', record: known };
  }

  return {
    acceptByCallback: (id, vendorId, request = NO_REQUEST) => accept(id, vendorId, 'CALLBACK', false, request),

    async draft(id) {
      const [, draft] = await draftOf(id);
      return draft ? (JSON.parse(draft) as Receipt) : null;
    },

    async reconcile(id, finding, request = NO_REQUEST) {
      if (finding.wasSent) return accept(id, finding.vendorId, 'PERSON', finding.isBelieved, request);
      const [isEarly] = await client.run(NOT_SENT, base, [id, recordLife], { isWrite: true });
      const found = await unchanged(id, Number(isEarly) === 1);
      return found.state === 'UNCHANGED' && found.record.send.outcome === 'NOT_SENT'
        ? { state: 'DECIDED', record: found.record }
        : found;
    },
  };
}

import { randomUUID } from 'node:crypto';
import { NO_REQUEST } from '../trace.js';
import { COMMON } from './redis-scripts.js';
import { numberOf } from './redis-client.js';
import type { RedisTenant } from './redis-tenant.js';
import type { Cancels } from './send-ledger.js';
import { LOOK_INTERVAL_MS } from './waiters.js';

/** ARGV base vendor · @returns sequence, when it was cancelled, the attempt under way, 1 after an unknown end */
const CANCELLED_AT = `${COMMON}
local known = redis.call('HMGET', base .. ':cancel:' .. ARGV[2], 'cancelledAt', 'attempt', 'unknown')
return { seen(), known[1], known[2], known[3] }
`;

/** ARGV base vendor recordLife attempt leaseLife · @returns sequence, the state, and cancelledAt or 1 after an unknown end */
const BEGIN_CANCEL = `${COMMON}
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
const END_CANCEL = `${COMMON}
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
const DENY_CANCEL = `${COMMON}
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

/** The attempts to cancel of one tenant. */
export function createRedisCancels(parts: RedisTenant): Cancels {
  const { client, base, tenantId, recordLife, leaseLife, notices, waiters, vendorOf, retries } = parts;
  const isWrite = true;

  return {
    mayHaveCancels: () => true,

    async cancelledAt(kind, vendorId) {
      return numberOf((await client.run(CANCELLED_AT, base, [vendorOf(kind, vendorId)]))[0]);
    },

    async hasUnknownCancel(kind, vendorId) {
      const [, attempt, unknown] = await client.run(CANCELLED_AT, base, [vendorOf(kind, vendorId)]);
      return unknown === '1' || (attempt != null && attempt !== '');
    },

    async beginCancel(kind, vendorId, deadline) {
      const vendor = vendorOf(kind, vendorId);
      for (;;) {
        const attempt = randomUUID();
        const begin = [vendor, recordLife, attempt, leaseLife];
        const [state, reported] = await client.run(BEGIN_CANCEL, base, begin, { isWrite }).catch((error: unknown) => {
          // It may have been written with only the answer missing, and no call is made.
          const write = () => client.run(END_CANCEL, base, [vendor, attempt, 'REFUSED'], { isWrite });
          retries.unwritten.set(attempt, { isFree: false, known: null, write });
          throw error;
        });
        if (state === 'CANCELLED') return { state, cancelledAt: Number(reported) };
        if (state === 'BEGUN') return { state, attempt, afterUnknown: reported === '1' };
        const left = deadline - performance.now();
        if (left <= 0) return { state: 'RUNNING' };
        await waiters.wait(vendor, Math.min(left, LOOK_INTERVAL_MS)).over;
      }
    },

    async endCancel(kind, vendorId, attempt, end) {
      const vendor = vendorOf(kind, vendorId);
      const [cancelledAt] = await parts.end(attempt, { isFree: false, known: null }, () =>
        client.run(END_CANCEL, base, [vendor, attempt, end], { isWrite }),
      );
      waiters.wake(vendor);
      return numberOf(cancelledAt);
    },

    async denyCancel(kind, vendorId, request = NO_REQUEST) {
      const [isDenied, sendId] = await client.run(DENY_CANCEL, base, [vendorOf(kind, vendorId)], { isWrite });
      if (Number(isDenied) !== 1) return;
      const what = 'it was cancelled, and a message of it was sent';
      notices.onContradiction?.({ tenantId, sendId: sendId == null ? null : String(sendId), kind, what, request });
    },
  };
}

import { alignKeyUntil } from './clock.js';
import { digestOf } from './fingerprint.js';
import { COMMON } from './redis-scripts.js';
import type { RedisTenant } from './redis-tenant.js';
import {
  isAccepted,
  NO_FACTS,
  type SendFacts,
  type SendKind,
  type SendOutcome,
  type SendRecord,
} from './send-ledger.js';

/** The fields of a send as the scripts return them. */
export type SendFields = readonly [
  id: string,
  kind: SendKind,
  outcome: string | null,
  sequence: string,
  createdAt: string,
  decidedAt: string | null,
  keyUntil: string | null,
  scheduledAt: string | null,
  facts: string | null,
  key: string | null,
  /** Null also where the record was changed since its bind. */
  input: string | null,
  form: string | null,
  receipt: string | null,
  vendor: string | null,
  isBound: number,
];

export const OUTCOMES: readonly SendOutcome[] = ['PENDING', 'ACCEPTED', 'CANCELLED', 'UNKNOWN', 'NOT_SENT'];

/** ARGV base id recordLife receipt · Makes the send UNKNOWN, unless it has another receipt by now. @returns sequence */
const DISTRUST = `${COMMON}
local id, send = ARGV[2], base .. ':send:' .. ARGV[2]
local known = redis.call('HMGET', send, 'kind', 'createdAt', 'vendor', 'receipt')
if not isWhole(id) or (known[4] or '') ~= ARGV[4] then return { seen() } end
for _, outcome in ipairs({ ${OUTCOMES.map((outcome) => `'${outcome}'`).join(', ')} }) do
  redis.call('ZREM', base .. ':sends:' .. known[1] .. ':' .. outcome, known[2] .. ':' .. id)
end
redis.call('ZREM', base .. ':accepted:' .. known[1], id)
local vendor = base .. ':vendor:' .. (known[3] or '')
if redis.call('GET', vendor) == id then redis.call('DEL', vendor) end
redis.call('HDEL', send, 'vendor', 'receipt', 'keyUntil', 'isFound', 'isBelieved')
redis.call('HSET', send, 'outcome', 'UNKNOWN')
return { lose(id, ARGV[3]) }
`;

/** Reads what the scripts return of a send. One whose outcome or receipt is damaged becomes UNKNOWN, here and in Redis. */
export function createRecordReader<Receipt>(parts: RedisTenant): (found: SendFields) => Promise<SendRecord<Receipt>> {
  const { client, base, tenantId, vendorOf, recordLife } = parts;
  const { onWarning = () => undefined } = parts.notices;

  /** @returns null where it cannot be trusted */
  function trusted(found: SendFields): SendRecord<Receipt> | null {
    const [, kind, , , , , keyUntil] = found;
    const [text, vendor] = [found[12], found[13]];
    const outcome = OUTCOMES.find((one) => one === found[2]);
    if (outcome === undefined) return null;
    if (!isAccepted(outcome)) return recordOf<Receipt>(found, outcome, null);
    const receipt = jsonOf(text) as (Receipt & { readonly trackingId?: unknown }) | null;
    if (typeof receipt?.trackingId !== 'string') return null;
    if (keyUntil && numberOr(keyUntil, null) === null) return null; // empty where a newer send holds the key
    if (vendor !== null && vendor !== vendorOf(kind, receipt.trackingId)) return null;
    return recordOf(found, outcome, receipt);
  }

  return async (found) => {
    const record = trusted(found);
    if (record) return record;
    const unknown = recordOf<Receipt>(found, 'UNKNOWN', null);
    if (found[1] === null) return unknown; // a key whose record is gone
    const { kind, keyDigest } = unknown.send;
    onWarning('ledger-record-damaged', { tenant: tenantId, kind, keyDigest });
    // The next read tries again what cannot be written now.
    await client.run(DISTRUST, base, [found[0], recordLife, found[12] ?? ''], { isWrite: true }).catch(() => undefined);
    return unknown;
  };
}

function recordOf<Receipt>(found: SendFields, outcome: SendOutcome, receipt: Receipt | null): SendRecord<Receipt> {
  const [id, kind, , sequence, createdAt, decidedAt, keyUntil, scheduled, facts, key] = found;
  const scheduledAt = numberOr(scheduled, null);
  const until = found[14] === 1 && isAccepted(outcome) ? numberOr(keyUntil, null) : null;
  return {
    send: {
      id,
      kind,
      outcome,
      sequence: numberOr(sequence, 0),
      createdAt: numberOr(createdAt, 0),
      decidedAt: numberOr(decidedAt, null),
      keyExpiresAt: until === null ? null : alignKeyUntil(until, scheduledAt),
      scheduledAt,
      facts: (jsonOf(facts) as SendFacts | null) ?? NO_FACTS,
      keyDigest: digestOf(key ?? ''),
    },
    receipt,
  };
}

/** @returns what stands for it where the text is no number of milliseconds or no sequence number */
function numberOr<Otherwise>(text: string | null, otherwise: Otherwise): number | Otherwise {
  return text !== null && /^\d{1,16}$/.test(text) ? Number(text) : otherwise;
}

/** @returns null for what is no object in JSON */
function jsonOf(text: string | null): object | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

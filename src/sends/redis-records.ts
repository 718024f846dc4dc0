import { alignKeyUntil } from './clock.js';
import { digestOf } from './fingerprint.js';
import { COUNT, COUNT_RECORDS, FIND, LIST, RECORD, RECORDS } from './redis-record-scripts.js';
import type { RedisTenant } from './redis-tenant.js';
import { RECORD_OF_KEY } from './redis-scripts.js';
import {
  NO_FACTS,
  type Place,
  type RecordFilter,
  type SendFacts,
  type SendKind,
  type SendLedger,
  type SendName,
  type SendOutcome,
  type SendRecord,
} from './send-ledger.js';

/** The fields of a send as the scripts return them. */
export type Found = readonly [
  id: string,
  kind: SendKind,
  outcome: SendOutcome | null,
  sequence: string,
  createdAt: string,
  decidedAt: string | null,
  keyUntil: string | null,
  scheduledAt: string | null,
  facts: string | null,
  key: string | null,
  input: string,
  form: string,
  receipt: string | null,
  isBound: number,
];

const numberOf = (text: string | null): number | null => (text === null || text === '' ? null : Number(text));

export function recordOf<Receipt>(found: Found): SendRecord<Receipt> {
  const [id, kind, outcome, sequence, createdAt, decidedAt, keyUntil, scheduledAt, facts, key] = found;
  const [receipt, isBound] = [found[12], found[13]];
  const answers = isBound === 1 && (outcome === 'ACCEPTED' || outcome === 'CANCELLED');
  return {
    send: {
      id,
      kind,
      outcome: outcome ?? 'UNKNOWN', // a key whose record is gone
      sequence: Number(sequence),
      createdAt: Number(createdAt),
      decidedAt: numberOf(decidedAt),
      keyExpiresAt: answers && keyUntil !== null ? alignKeyUntil(Number(keyUntil), numberOf(scheduledAt)) : null,
      scheduledAt: numberOf(scheduledAt),
      facts: facts === null ? NO_FACTS : (JSON.parse(facts) as SendFacts),
      keyDigest: digestOf(key ?? ''),
    },
    receipt: receipt === null ? null : (JSON.parse(receipt) as Receipt),
  };
}

const KINDS: readonly SendKind[] = ['VIBER_CAMPAIGN', 'VIBER_MESSAGE', 'FAILOVER_FLOW'];
const OUTCOMES: readonly SendOutcome[] = ['PENDING', 'ACCEPTED', 'CANCELLED', 'UNKNOWN', 'NOT_SENT'];

/** The arguments of RECORDS. */
function argumentsOf(
  recordLife: number,
  { kinds, outcomes, createdFrom, createdUntil }: RecordFilter,
  { order, beyond, limit }: Place,
): (string | number)[] {
  const sets = (kinds ?? KINDS).flatMap((kind) => (outcomes ?? OUTCOMES).map((outcome) => `${kind}:${outcome}`));
  const place = [order, beyond ?? '', Math.max(0, limit)];
  return [recordLife, ...place, createdFrom ?? '', createdUntil ?? '', ...new Set(sets)];
}

export type RedisReads<Receipt> = Pick<
  SendLedger<Receipt>,
  'find' | 'record' | 'records' | 'countRecords' | 'list' | 'count'
>;

/** Reads of the sends of one tenant. */
export function createRedisReads<Receipt>(parts: RedisTenant): RedisReads<Receipt> {
  const { client, base, fingerprint, vendorOf, recordLife, retries } = parts;

  const lookArguments = (key: string) => [key, recordLife, retries.unsentIds(`${base} ${key}`)];

  async function one(name: SendName): Promise<SendRecord<Receipt> | null> {
    const [script, args] =
      'id' in name
        ? [RECORD, [recordLife, name.id]]
        : 'key' in name
          ? [RECORD_OF_KEY, lookArguments(fingerprint('key', name.key))]
          : [FIND, [recordLife, vendorOf(name.kind, name.vendorId)]];
    const [found] = (await client.run(script, base, args)) as [Found | null];
    return found && recordOf<Receipt>(found);
  }

  return {
    find: (kind, vendorId) => one({ kind, vendorId }),
    record: one,
    async records(filter, place) {
      const found = (await client.run(RECORDS, base, argumentsOf(recordLife, filter, place))) as Found[];
      return found.map((each) => recordOf<Receipt>(each));
    },
    async countRecords(filter) {
      const all = { order: 'NEWEST_FIRST', beyond: null, limit: 0 } as const;
      const [count] = await client.run(COUNT_RECORDS, base, argumentsOf(recordLife, filter, all));
      return Number(count);
    },
    async list({ kind, order, beyond, limit }) {
      const range =
        order === 'NEWEST_FIRST'
          ? ['ZREVRANGEBYSCORE', beyond === null ? '+inf' : `(${beyond}`, '-inf']
          : ['ZRANGEBYSCORE', beyond === null ? '-inf' : `(${beyond}`, '+inf'];
      const args = [recordLife, kind, ...range, Math.max(0, limit)];
      return ((await client.run(LIST, base, args)) as Found[]).map((each) => recordOf<Receipt>(each));
    },
    async count(kind) {
      const [count] = await client.run(COUNT, base, [kind]);
      return Number(count);
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { CanonicalInput } from './canonical.js';
import { digestOf, isSameInput } from './fingerprint.js';
import { ledgerUnavailable } from './ledger-health.js';
import { createRedisCancels } from './redis-cancels.js';
import { createRecordReader, type SendFields } from './redis-record.js';
import { createRedisReads } from './redis-records.js';
import type { KnownEnd } from './redis-retries.js';
import { baseOf, type RedisLedgerParts, type RedisTenant } from './redis-tenant.js';
import { BIND, LOOK, LOSE, RELEASE } from './redis-scripts.js';
import { createRedisDecisions, writeAcceptance } from './redis-decisions.js';
import {
  findingAfterMs,
  KEY_LIFE_MS,
  alignKeyUntil,
  keyLifeOf,
  keyUntilOf,
  pendingLifeMs,
  REFUSAL_LIFE_MS,
} from './clock.js';
import { type BoundSend, NO_FACTS, type SendLedger, type SendSummary } from './send-ledger.js';
import { onAccepted, waitForOutcome } from './waiters.js';

/** Beyond the record's life, for keys of PENDING sends: a clock that jumps a day does not free them. */
const PENDING_MARGIN_MS = 7 * KEY_LIFE_MS;

export function createRedisLedger<Receipt>(tenantId: string, shared: RedisLedgerParts): SendLedger<Receipt> {
  const { client, health, fingerprint, secret, secretName, waiters, retries, recordLife } = shared;
  const { unwritten, abandoned, own } = retries;
  const base = baseOf(shared, tenantId);

  const parts: RedisTenant = {
    ...shared,
    tenantId,
    base,
    vendorOf: (kind, vendorId) => fingerprint('vendor', `${kind} ${vendorId}`),
    leaseLife: pendingLifeMs(shared.sendTimeoutMs),
    async end(id, end, write) {
      try {
        const answer = await write();
        own.remove(id);
        return answer;
      } catch (error) {
        unwritten.set(id, { ...end, write });
        throw error;
      } finally {
        waiters.wake(id);
      }
    },
  };
  const read = createRecordReader<Receipt>(parts);
  const reads = createRedisReads<Receipt>(parts, read);

  function requireTrusted(): void {
    if (health.state === 'rolled back') throw ledgerUnavailable(new Error('the ledger was rolled back'));
  }

  async function describe(found: SendFields, input: CanonicalInput): Promise<BoundSend<Receipt> | null> {
    const [id] = found;
    const [bound, form] = [found[10], found[11]];
    const record = { ...(await read(found)), sameInput: isSameInput(fingerprint, input, bound, Number(form)) };
    const { outcome } = record.send;
    if (outcome !== 'PENDING' && outcome !== 'UNKNOWN') return record;
    const end = unwritten.get(id);
    if (end?.isFree && outcome === 'PENDING') return null; // this process knows that nothing was sent
    return end?.known ? withEnd(record, end.known) : record;
  }

  function withEnd(bound: BoundSend<Receipt>, { receipt, ...known }: KnownEnd): BoundSend<Receipt> {
    return {
      ...bound,
      send: { ...bound.send, ...known },
      receipt: receipt === null ? null : (JSON.parse(receipt) as Receipt),
    };
  }

  /** @returns the send that the key is bound to, where this process knows its end and could not write it yet */
  function unwrittenOf(key: string, input: CanonicalInput): BoundSend<Receipt> | null {
    const mine = own.ofName(`${base} ${key}`);
    const known = mine && unwritten.get(mine.send.id)?.known;
    if (!known) return null;
    return withEnd(
      { send: mine.send, receipt: null, sameInput: isSameInput(fingerprint, input, mine.input, mine.form) },
      known,
    );
  }

  async function find(key: string): Promise<SendFields | null> {
    requireTrusted();
    const [found] = (await client.run(LOOK, base, [key, recordLife, retries.unsentIds(`${base} ${key}`)])) as [
      SendFields | null,
    ];
    requireTrusted();
    return found;
  }

  async function look(key: string, input: CanonicalInput): Promise<BoundSend<Receipt> | null> {
    const name = fingerprint('key', key);
    const found = await find(name).catch((error: unknown) => {
      const known = unwrittenOf(name, input);
      if (!known) throw error;
      return known;
    });
    return found && 'send' in found ? found : found && describe(found, input);
  }

  const release = (id: string, isUnbegun = false): Promise<unknown[]> =>
    client.run(RELEASE, base, [id, recordLife, REFUSAL_LIFE_MS, isUnbegun ? '1' : ''], { isWrite: true });

  async function lose(id: string): Promise<void> {
    const known = { outcome: 'UNKNOWN', decidedAt: Date.now(), keyExpiresAt: null, receipt: null } as const;
    await parts.end(id, { isFree: false, known }, () => client.run(LOSE, base, [id, recordLife], { isWrite: true }));
  }

  return {
    look,
    requireWritable: () => health.requireWritable(),

    async bind({ key: givenKey, kind, input, scheduledAt, facts = NO_FACTS, draft }) {
      const key = fingerprint('key', givenKey);
      health.requireWritable();
      const id = randomUUID();
      const mine = abandoned.get(`${base} ${key}`)?.ids ?? new Set<string>();
      const keyLife = keyLifeOf(scheduledAt, Date.now());
      const pendingLife = Math.max(recordLife, keyLife) + PENDING_MARGIN_MS;
      const inputDigest = fingerprint('input', input.text);
      const bind = [id, kind, inputDigest, input.form, parts.leaseLife, pendingLife, secret];
      const kept = [scheduledAt ?? '', JSON.stringify(facts), draft ? JSON.stringify(draft) : ''];
      const early = findingAfterMs(shared.sendTimeoutMs);
      let answered: [sequence: number, found: SendFields | null, createdAt: string];
      try {
        const args = [key, recordLife, ...bind, retries.unsentIds(`${base} ${key}`), ...kept, early];
        let sequence = 0;
        const onSequence = (reported: number): void => void (sequence = reported);
        const [found, createdAt] = await client.run(BIND, base, args, {
          isWrite: true,
          keys: [secretName, shared.tenantsName],
          onSequence,
        });
        answered = [sequence, found as SendFields | null, String(createdAt)];
        requireTrusted();
        const bound = answered[1] && (await describe(answered[1], input));
        if (bound) return { isNew: false, bound };
        if (found) throw ledgerUnavailable(new Error('the key is being freed'));
      } catch (error) {
        // It may have been bound with only the answer missing. Nothing was sent, so this process may bind again.
        const ids = mine.add(id);
        abandoned.set(`${base} ${key}`, {
          ids,
          freedAt: null,
          free: () => Promise.all([...ids].map((one) => release(one, true))),
        });
        throw error;
      }
      abandoned.delete(`${base} ${key}`);
      const send: SendSummary = {
        id,
        kind,
        outcome: 'PENDING',
        sequence: answered[0],
        createdAt: Number(answered[2]),
        decidedAt: null,
        keyExpiresAt: null,
        scheduledAt,
        facts,
        keyDigest: digestOf(key),
      };
      own.add({ send, name: `${base} ${key}`, input: inputDigest, form: input.form });
      return { isNew: true, send };
    },

    async accept(id, { vendorId, receipt }) {
      let text: string;
      try {
        text = JSON.stringify(receipt);
      } catch (error) {
        await lose(id);
        throw error;
      }
      const send = own.ofId(id)?.send;
      const vendor = parts.vendorOf(send?.kind ?? 'VIBER_CAMPAIGN', vendorId);
      const at = Date.now();
      const keyExpiresAt = keyUntilOf(at, send?.scheduledAt ?? null, at);
      const known = { outcome: 'ACCEPTED', decidedAt: at, keyExpiresAt, receipt: text } as const;
      const { decidedAt, keyUntil } = await parts.end(id, { isFree: false, known }, () =>
        writeAcceptance(parts, id, vendor, text),
      );
      if (decidedAt === null) return null;
      return {
        decidedAt,
        keyExpiresAt: keyUntil === null ? null : alignKeyUntil(keyUntil, send?.scheduledAt ?? null),
      };
    },

    async release(id) {
      const [isFree] = await parts.end(id, { isFree: true, known: null }, () => release(id));
      return Number(isFree) === 1 ? null : reads.record({ id });
    },

    forget: (id) => own.remove(id),

    async lose(id) {
      if (!unwritten.has(id)) await lose(id);
      return reads.record({ id });
    },

    async waitForOutcome(key, input, deadline) {
      const name = fingerprint('key', key);
      const id = own.ofName(`${base} ${name}`)?.send.id ?? (await find(name))?.[0];
      return waitForOutcome({
        id: id ?? key,
        waiters,
        look: () => look(key, input),
        deadline,
      });
    },

    onAccepted: (id, accepted) => onAccepted(waiters, id, () => reads.record({ id }), accepted),

    ...createRedisDecisions<Receipt>(parts, reads),
    ...createRedisCancels(parts),
    ...reads,
  };
}

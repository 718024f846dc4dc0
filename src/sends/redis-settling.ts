import { randomUUID } from 'node:crypto';
import type { RedisReads } from './redis-records.js';
import { LOOK_INTERVAL_MS, type RedisTenant } from './redis-tenant.js';
import {
  ACCEPT,
  BEGIN_CANCEL,
  CANCELLED_AT,
  DENY_CANCEL,
  DRAFT,
  END_CANCEL,
  NOT_SENT,
} from './redis-settling-scripts.js';
import { findingAfterMs, KEY_LIFE_MS } from './clock.js';
import { type Cancels, receiptOfDraft, type SendKind, type SendLedger, type Settlement } from './send-ledger.js';
import { type AcceptEffect, CONTRADICTIONS } from './tenant-sends.js';

interface WrittenAcceptance {
  readonly effect: AcceptEffect;
  readonly decidedAt: number | null;
  readonly keyUntil: number | null;
}

const numberOf = (value: unknown): number | null => (value == null ? null : Number(value));

/** @param vendor a fingerprint @param by who tells: the answer to its request when left out */
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

/** What callbacks and persons tell of the sends of one tenant, and its cancels. */
export function createRedisSettling<Receipt>(
  parts: RedisTenant,
  { record }: RedisReads<Receipt>,
): Pick<SendLedger<Receipt>, 'settle' | 'reconcile' | 'draft'> & Cancels {
  const { client, base, tenantId, recordLife, leaseLife, notices, waiters, settled, vendorOf, retries } = parts;
  const isWrite = true;

  const draftOf = (id: string) => client.run(DRAFT, base, [id]) as Promise<[SendKind | null, string | null]>;

  async function unchanged(id: string, isEarly = false): Promise<Settlement<Receipt>> {
    const known = await record({ id });
    if (!known) return { state: 'NO_SEND' };
    const notBefore = isEarly ? known.send.createdAt + findingAfterMs(parts.sendTimeoutMs) : null;
    return { state: 'UNCHANGED', record: known, notBefore };
  }

  async function accept(
    id: string,
    vendorId: string,
    by: 'CALLBACK' | 'PERSON',
    isBelieved = false,
  ): Promise<Settlement<Receipt>> {
    const [kind, draft] = await draftOf(id);
    if (kind === null) return { state: 'NO_SEND' };
    const receipt = receiptOfDraft(draft ?? '', vendorId);
    const { effect } = await writeAcceptance(parts, id, vendorOf(kind, vendorId), receipt, by, isBelieved);
    if (effect === 'NO_SEND' || effect === 'OTHER_SEND') return { state: effect };
    if (effect === 'UNCHANGED') return unchanged(id);
    const what = CONTRADICTIONS[effect];
    if (what !== undefined) notices.onContradiction?.({ tenantId, sendId: id, kind, what });
    const known = await record({ id });
    if (!known) return { state: 'NO_SEND' };
    settled.get(id)?.(known);
    waiters.wake(id);
    return { state: 'SETTLED', record: known, contradicts: what !== undefined };
  }

  return {
    settle: (id, vendorId) => accept(id, vendorId, 'CALLBACK'),

    async draft(id) {
      const [, draft] = await draftOf(id);
      return draft ? (JSON.parse(draft) as Receipt) : null;
    },

    async reconcile(id, finding) {
      if (finding.wasSent) return accept(id, finding.vendorId, 'PERSON', finding.isBelieved);
      const [isEarly] = await client.run(NOT_SENT, base, [id, recordLife], { isWrite });
      const found = await unchanged(id, Number(isEarly) === 1);
      return found.state === 'UNCHANGED' && found.record.send.outcome === 'NOT_SENT'
        ? { state: 'SETTLED', record: found.record, contradicts: false }
        : found;
    },

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
        const [state, told] = await client.run(BEGIN_CANCEL, base, begin, { isWrite }).catch((error: unknown) => {
          // It may have been written with only the answer missing, and no call is made.
          const write = () => client.run(END_CANCEL, base, [vendor, attempt, 'REFUSED'], { isWrite });
          retries.unwritten.set(attempt, { isFree: false, known: null, write });
          throw error;
        });
        if (state === 'CANCELLED') return { state, cancelledAt: Number(told) };
        if (state === 'BEGUN') return { state, attempt, afterUnknown: told === '1' };
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

    async denyCancel(kind, vendorId) {
      const [isDenied, sendId] = await client.run(DENY_CANCEL, base, [vendorOf(kind, vendorId)], { isWrite });
      if (Number(isDenied) !== 1) return;
      const what = 'it was cancelled, and a message of it was sent';
      notices.onContradiction?.({ tenantId, sendId: sendId == null ? null : String(sendId), kind, what });
    },
  };
}

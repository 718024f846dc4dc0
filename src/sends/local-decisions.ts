import type { Change } from './ledger-changes.js';
import { NO_REQUEST, type RequestIds } from '../trace.js';
import type { LocalTenant } from './local-tenant.js';
import type { LocalRecords } from './local-records.js';
import { findingAfterMs, keyUntilOf } from './clock.js';
import { type Decision, type Finding, receiptOfDraft, type SendLedger } from './send-ledger.js';
import { CONTRADICTIONS, type StateSend } from './tenant-sends.js';

/** What callbacks and persons report of the sends of one tenant. */
export function createLocalDecisions<Stored, Receipt>(
  parts: LocalTenant<Stored>,
  { recordOf, textOf, endIfDead }: LocalRecords<Stored, Receipt>,
): Pick<SendLedger<Receipt>, 'acceptByCallback' | 'reconcile' | 'draft'> {
  const { state, clock, tenant, tenantId, writer, waiters, notices, vendorOf } = parts;

  /** One at a time: each is decided by what the one before it has left. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  const stateOf = (id: string): StateSend<Stored> | null => state.send(tenant, id);

  async function unchanged(send: StateSend<Stored>, notBefore: number | null = null): Promise<Decision<Receipt>> {
    return { state: 'UNCHANGED', record: await recordOf(send), notBefore };
  }

  async function accept(
    send: StateSend<Stored>,
    vendorId: string,
    reported: Pick<Extract<Change, { op: 'accept' }>, 'by' | 'isBelieved'>,
    request: RequestIds,
  ): Promise<Decision<Receipt>> {
    const { id, kind } = send;
    const draft = await textOf(send.draft);
    const at = clock.now();
    const change = {
      op: 'accept',
      tenant,
      id,
      at,
      vendor: vendorOf(kind, vendorId),
      receipt: receiptOfDraft(draft, vendorId),
      keyUntil: keyUntilOf(at, send.scheduledAt, clock.wall()),
      ...reported,
    } as const;
    const effect = state.effectOf(change);
    if (effect === 'NO_SEND' || effect === 'OTHER_SEND') return { state: effect };
    if (effect === 'UNCHANGED') return unchanged(send);
    if (effect !== 'KNOWN' || send.isBelieved) await writer.write(change);
    if (effect !== 'KNOWN' && send.vendor !== change.vendor) return unchanged(send); // another process came first
    const what = CONTRADICTIONS[effect];
    if (what !== undefined) notices.onContradiction?.({ tenantId, sendId: id, kind, what, request });
    const record = await recordOf(send);
    waiters.wake(id);
    return { state: 'DECIDED', record };
  }

  async function reconcile(id: string, finding: Finding, request: RequestIds): Promise<Decision<Receipt>> {
    await writer.read();
    const send = stateOf(id);
    if (!send || send.outcome === 'REFUSED') return { state: 'NO_SEND' };
    await endIfDead(send);
    if (finding.wasSent)
      return accept(send, finding.vendorId, { by: 'PERSON', isBelieved: finding.isBelieved }, request);
    if (send.outcome === 'UNKNOWN') {
      const at = clock.now();
      const notBefore = send.createdAt + findingAfterMs(parts.sendTimeoutMs);
      if (at < notBefore) return unchanged(send, notBefore);
      await writer.write({ op: 'notSent', tenant, id, at });
    }
    if (stateOf(id)?.outcome !== 'NOT_SENT') return unchanged(send);
    return { state: 'DECIDED', record: await recordOf(send) };
  }

  return {
    async acceptByCallback(id, vendorId, request = NO_REQUEST) {
      const known = stateOf(id);
      // Most callbacks: nothing is decided or written, so they do not wait for each other.
      if (known?.outcome === 'ACCEPTED' && !known.isBelieved && known.vendor === vendorOf(known.kind, vendorId))
        return { state: 'DECIDED', record: await recordOf(known) };
      return inTurn(async () => {
        await writer.read();
        const send = stateOf(id);
        return send ? accept(send, vendorId, { by: 'CALLBACK' }, request) : { state: 'NO_SEND' };
      });
    },

    async draft(id) {
      await writer.read();
      const send = stateOf(id);
      const draft = send ? await textOf(send.draft) : '';
      return draft === '' ? null : (JSON.parse(draft) as Receipt);
    },

    reconcile: (id, finding, request = NO_REQUEST) => inTurn(() => reconcile(id, finding, request)),
  };
}

import { randomUUID } from 'node:crypto';
import type { CanonicalInput } from './canonical.js';
import { ChangeWriter } from './change-writer.js';
import { isSameInput } from './fingerprint.js';
import { createLocalCancels } from './local-cancels.js';
import { createLocalRecords } from './local-records.js';
import { createLocalDecisions } from './local-decisions.js';
import { keyUntilOf, pendingLifeMs } from './clock.js';
import type { LedgerStore } from './ledger-store.js';
import {
  type BindRequest,
  type BoundSend,
  NO_FACTS,
  type SendKind,
  type SendLedger,
  type SendRecord,
} from './send-ledger.js';
import { type LocalLedgerParts, type LocalTenant } from './local-tenant.js';
import type { StateSend } from './tenant-sends.js';
import { onAccepted, Waiters, waitForOutcome } from './waiters.js';

/** Sends are forgotten this long after their end, so that processes whose clocks differ a little agree on every bind. */
const SWEEP_AFTER_MS = 60_000;

/** The ledger over a state in memory and a log of its changes. */
export function openLocalLedger<Stored>(parts: LocalLedgerParts<Stored>): LedgerStore {
  const { log, state, clock, health, fingerprint, owner, sendTimeoutMs } = parts;
  const waiters = new Waiters();
  const writer = new ChangeWriter({ log, clock, health, owner, waiters });
  const shared = {
    ...parts,
    writer,
    waiters,
    vendorOf: (kind: SendKind, vendorId: string) => fingerprint('vendor', `${kind} ${vendorId}`),
    isDead: (begun: { readonly owner: string; readonly pendingSince: number }) =>
      begun.owner !== owner &&
      (parts.isGone(begun.owner) || clock.monotonic() - begun.pendingSince > pendingLifeMs(sendTimeoutMs)),
  };
  return {
    forTenant: <Receipt>(tenantId: string) =>
      createLocalLedger<Stored, Receipt>({ ...shared, tenantId, tenant: fingerprint('tenant', tenantId) }),
    state: () => health.state,
    async unlistedKeys(tenantIds) {
      await writer.read();
      const listed = new Map(tenantIds.map((id) => [fingerprint('tenant', id), id]));
      const bound = state.boundKeys(clock.now(), new Set(listed.keys()));
      if (bound.keys === 0) return null;
      const unused = [...listed].filter(([tenant]) => state.shown(tenant).length === 0);
      return { ...bound, withoutSends: unused.map(([, id]) => id) };
    },
    async size() {
      state.sweep(clock.now() - SWEEP_AFTER_MS);
      return state.size;
    },
    async close() {
      await writer.close();
      waiters.wakeAll(); // they look again, and are refused
    },
  };
}

function createLocalLedger<Stored, Receipt>(parts: LocalTenant<Stored>): SendLedger<Receipt> {
  const { state, clock, health, fingerprint, owner, tenant, writer, waiters, vendorOf, recordLife } = parts;
  const records = createLocalRecords<Stored, Receipt>(parts);
  const { recordOf } = records;

  /** @returns null where it has been refused meanwhile */
  async function describe(send: StateSend<Stored>, input: CanonicalInput): Promise<BoundSend<Receipt> | null> {
    if (send.outcome === 'REFUSED') return null;
    const sameInput = isSameInput(fingerprint, input, send.input, send.form);
    return { ...(unwrittenRecord(send) ?? (await recordOf(send))), sameInput };
  }

  /** What this process knows of the end of a send and could not write yet. */
  function unwrittenRecord(send: StateSend<Stored>): SendRecord<Receipt> | null {
    if (send.outcome !== 'PENDING' && send.outcome !== 'UNKNOWN') return null;
    const change = writer.unwritten(send.id);
    const known = records.summaryOf(send);
    if (change?.op === 'lose') return { send: { ...known, outcome: 'UNKNOWN', decidedAt: change.at }, receipt: null };
    if (change?.op !== 'accept') return null;
    return {
      send: { ...known, outcome: 'ACCEPTED', decidedAt: change.at, keyExpiresAt: change.keyUntil ?? null },
      receipt: JSON.parse(change.receipt) as Receipt,
    };
  }

  /** @returns the send that the key is bound to as it is now; one of a process that ended becomes UNKNOWN first */
  async function boundTo(key: string): Promise<StateSend<Stored> | null> {
    const send = state.boundTo(tenant, key, clock.now());
    if (!send) return null;
    const op = writer.unwritten(send.id)?.op;
    if (op === 'free') return null; // this process knows that nothing was sent
    if (op === 'accept' || op === 'lose') return send;
    await records.endIfDead(send);
    return state.boundTo(tenant, key, clock.now());
  }

  async function look(key: string, input: CanonicalInput): Promise<BoundSend<Receipt> | null> {
    const name = fingerprint('key', key);
    try {
      await writer.read();
    } catch (error) {
      const ended = endedIn(name);
      if (!ended) throw error;
      return describe(ended, input);
    }
    const send = await boundTo(name);
    return send && describe(send, input);
  }

  /** @returns the send that the key is bound to, as far as it is known without a read that it has ended */
  function endedIn(key: string): StateSend<Stored> | null {
    const send = state.boundTo(tenant, key, clock.now());
    if (!send) return null;
    const op = writer.unwritten(send.id)?.op;
    return op === 'accept' || op === 'lose' || send.outcome !== 'PENDING' ? send : null;
  }

  async function writeBind(key: string, { kind, input, scheduledAt, facts, draft }: BindRequest): Promise<string> {
    health.requireWritable();
    const at = clock.now();
    state.sweep(at - SWEEP_AFTER_MS);
    const id = randomUUID();
    const keyUntil = keyUntilOf(at, scheduledAt, clock.wall());
    try {
      await writer.write({
        op: 'bind',
        tenant,
        key,
        id,
        kind,
        input: fingerprint('input', input.text),
        scheduledAt,
        facts: facts ?? NO_FACTS,
        draft: draft ? JSON.stringify(draft) : '',
        form: input.form,
        owner,
        at,
        keyUntil,
        until: Math.max(at + recordLife, keyUntil),
      });
    } catch (error) {
      // It may be in the log with only the answer missing. Nothing was sent, so this process frees the key.
      writer.keep({ op: 'free', tenant, id, at });
      throw error;
    }
    return id;
  }

  /** The send as it is; null where it is refused or gone. */
  async function current(id: string): Promise<SendRecord<Receipt> | null> {
    const send = state.send(tenant, id);
    return send && send.outcome !== 'REFUSED' ? recordOf(send) : null;
  }

  return {
    look,
    requireWritable: () => health.requireWritable(),

    async bind(request) {
      const key = fingerprint('key', request.key);
      for (;;) {
        const id = await writeBind(key, request);
        const bound = state.boundTo(tenant, key, clock.now());
        if (bound?.id === id) return { isNew: true, send: records.summaryOf(bound) };
        const other = await boundTo(key);
        const described = other && (await describe(other, request.input));
        if (described) return { isNew: false, bound: described };
      }
    },

    async accept(id, { vendorId, receipt }) {
      const send = state.send(tenant, id);
      let text: string;
      try {
        text = JSON.stringify(receipt);
      } catch (error) {
        await writer.end({ op: 'lose', tenant, id, at: clock.now() });
        throw error;
      }
      const at = clock.now();
      const keyUntil = keyUntilOf(at, send?.scheduledAt ?? null, clock.wall());
      const vendor = vendorOf(send?.kind ?? 'VIBER_CAMPAIGN', vendorId);
      await writer.end({ op: 'accept', tenant, id, at, vendor, receipt: text, keyUntil });
      const accepted = state.send(tenant, id);
      return accepted && records.summaryOf(accepted);
    },

    async release(id) {
      await writer.read().catch(() => undefined);
      if (state.send(tenant, id)?.outcome === 'PENDING') await writer.end({ op: 'free', tenant, id, at: clock.now() });
      return current(id);
    },

    forget: () => undefined, // nothing is kept of requests

    async lose(id) {
      // What is known of it already is written as soon as it can be.
      if (!writer.unwritten(id)) await writer.end({ op: 'lose', tenant, id, at: clock.now() });
      return current(id);
    },

    async waitForOutcome(key, input, deadline) {
      const send = state.boundTo(tenant, fingerprint('key', key), clock.now());
      if (!send) return look(key, input);
      return waitForOutcome({
        id: send.id,
        waiters,
        look: () => look(key, input),
        deadline,
      });
    },

    onAccepted: (id, accepted) => onAccepted(waiters, id, () => records.reads.record({ id }), accepted),

    ...createLocalDecisions<Stored, Receipt>(parts, records),
    ...createLocalCancels(parts),
    ...records.reads,
  };
}

import { randomUUID } from 'node:crypto';
import type { CanonicalInput } from './canonical.js';
import { type ChangeLog, ChangeWriter } from './change-writer.js';
import type { LedgerClock } from './clock.js';
import type { Fingerprint } from './fingerprint.js';
import { type LedgerHealth, ledgerUnavailable } from './ledger-health.js';
import { indexOf, type LedgerStateMachine, type StateSend } from './ledger-state.js';
import { type BoundSend, KEY_LIFE_MS, type LedgerStore, type SendKind, type SendLedger } from './send-ledger.js';
import { Waiters, waitForOutcome } from './waiters.js';

export interface LocalLedgerParts<Stored> {
  readonly log: ChangeLog<Stored>;
  readonly state: LedgerStateMachine<Stored>;
  readonly clock: LedgerClock;
  readonly health: LedgerHealth;
  readonly fingerprint: Fingerprint;
  /** This process, in binds. */
  readonly owner: string;
  /** Whether the process that made a bind is known to have ended. */
  readonly isGone: (owner: string) => boolean;
  readonly recordLife: number;
  readonly pendingLife: number;
}

/** How often a send of another process is looked at by those who wait for it, milliseconds. */
const LOOK_INTERVAL_MS = 100;
/** How old a read of campaigns may be, milliseconds: a read of a campaign costs no file access then. */
const READ_AGE_MS = 100;
/** Sends are forgotten this long after their end, so that processes whose clocks differ a little agree on every bind. */
const SWEEP_AFTER_MS = 60_000;

/** The ledger over a state in memory and a log of its changes. */
export function openLocalLedger<Stored>(parts: LocalLedgerParts<Stored>): LedgerStore {
  const { log, state, clock, health, fingerprint, owner, recordLife, pendingLife } = parts;
  const waiters = new Waiters();
  const writer = new ChangeWriter({ log, clock, health, owner, waiters });

  const isDead = (send: StateSend<Stored>): boolean =>
    send.owner !== owner && (parts.isGone(send.owner) || clock.monotonic() - send.pendingSince > pendingLife);

  function forTenant<Receipt>(tenantId: string): SendLedger<Receipt> {
    const tenant = fingerprint('tenant', tenantId);
    const vendorOf = (kind: SendKind, vendorId: string): string => fingerprint('vendor', `${kind} ${vendorId}`);

    async function receiptOf(send: StateSend<Stored>): Promise<Receipt | null> {
      if (send.stored === null) return null;
      const text = await log.readReceipt(send.stored).catch((error: unknown) => {
        throw ledgerUnavailable(error);
      });
      return JSON.parse(text) as Receipt;
    }

    async function describe(send: StateSend<Stored>, input: CanonicalInput): Promise<BoundSend<Receipt>> {
      const { id, kind, outcome, sequence, createdAt, decidedAt } = send;
      const text = input.inForm(send.form);
      const sameInput = text !== null && fingerprint('input', text) === send.input;
      const receipt = outcome === 'ACCEPTED' ? await receiptOf(send) : null;
      return { send: { id, kind, outcome, sequence, createdAt, decidedAt }, sameInput, receipt };
    }

    /** @returns the send that the key is bound to as it is now; one of a process that ended becomes UNKNOWN first */
    async function boundTo(key: string): Promise<StateSend<Stored> | null> {
      const send = state.boundTo(tenant, key, clock.now());
      if (!send) return null;
      const op = writer.unwritten(send.id);
      if (op === 'free') return null; // this process knows that nothing was sent
      if (op !== null) throw ledgerUnavailable(new Error('the outcome is not written yet'));
      if (send.outcome === 'PENDING' && isDead(send)) {
        await writer.write({ op: 'lose', tenant, id: send.id, at: clock.now() });
        return state.boundTo(tenant, key, clock.now());
      }
      return send;
    }

    async function look(key: string, input: CanonicalInput): Promise<BoundSend<Receipt> | null> {
      await writer.read(0);
      const send = await boundTo(fingerprint('key', key));
      return send && describe(send, input);
    }

    async function writeBind(
      key: string,
      kind: SendKind,
      { text, form }: CanonicalInput,
      scheduledAt: number | null,
    ): Promise<string> {
      if (health.state !== 'up') throw ledgerUnavailable(new Error('the store is down'));
      const at = clock.now();
      state.sweep(at - SWEEP_AFTER_MS);
      const id = randomUUID();
      const input = fingerprint('input', text);
      const keyUntil = Math.max(at, scheduledAt ?? 0) + KEY_LIFE_MS;
      const until = Math.max(at + recordLife, keyUntil);
      try {
        await writer.write({ op: 'bind', tenant, key, id, kind, input, form, owner, at, keyUntil, until });
      } catch (error) {
        // It may be in the log with only the answer missing. Nothing was sent, so this process frees the key.
        writer.keep({ op: 'free', tenant, id, at });
        throw error;
      }
      return id;
    }

    return {
      look,

      async bind({ key: givenKey, kind, input, scheduledAt }) {
        const key = fingerprint('key', givenKey);
        for (;;) {
          const id = await writeBind(key, kind, input, scheduledAt);
          if (state.boundTo(tenant, key, clock.now())?.id === id) return { isNew: true, id };
          const other = await boundTo(key);
          if (other) return { isNew: false, bound: await describe(other, input) };
        }
      },

      async accept(id, { vendorId, receipt }) {
        const kind = state.send(tenant, id)?.kind ?? 'VIBER_CAMPAIGN';
        let text: string;
        try {
          text = JSON.stringify(receipt);
        } catch (error) {
          await writer.end({ op: 'lose', tenant, id, at: clock.now() });
          throw error;
        }
        await writer.end({
          op: 'accept',
          tenant,
          id,
          at: clock.now(),
          vendor: vendorOf(kind, vendorId),
          receipt: text,
        });
      },

      async release(id) {
        const isPending = (): boolean => state.send(tenant, id)?.outcome === 'PENDING';
        await writer.read(0).catch(() => undefined);
        if (!isPending()) return false;
        await writer.end({ op: 'free', tenant, id, at: clock.now() });
        return state.send(tenant, id) === null;
      },

      async lose(id) {
        if (writer.unwritten(id)) return; // what is known of it is written as soon as it can be
        await writer.end({ op: 'lose', tenant, id, at: clock.now() });
      },

      async waitForOutcome(key, input, deadline) {
        const send = state.boundTo(tenant, fingerprint('key', key), clock.now());
        if (!send) return look(key, input);
        return waitForOutcome({
          id: send.id,
          waiters,
          look: () => look(key, input),
          deadline,
          interval: LOOK_INTERVAL_MS,
        });
      },

      async find(kind, vendorId) {
        await writer.read(READ_AGE_MS);
        if (state.accepted(tenant, kind).length === 0) return null; // most campaigns were not sent here: no hash for them
        const send = state.ofVendor(tenant, vendorOf(kind, vendorId));
        return send && send.until > clock.now() ? receiptOf(send) : null;
      },

      async list({ kind, order, beyond, limit }) {
        await writer.read(READ_AGE_MS);
        const now = clock.now();
        const kept = state.accepted(tenant, kind).filter(({ until }) => until > now);
        const isOldestFirst = order === 'OLDEST_FIRST';
        const edge = beyond ?? (isOldestFirst ? -1 : Number.MAX_SAFE_INTEGER);
        const index = indexOf(kept, isOldestFirst ? edge + 1 : edge, ({ sequence }) => sequence);
        const count = Math.max(0, limit);
        const page = isOldestFirst
          ? kept.slice(index, index + count)
          : kept.slice(Math.max(0, index - count), index).reverse();
        const receipts = await Promise.all(page.map(receiptOf));
        return page.flatMap(({ sequence }, place) => {
          const receipt = receipts[place];
          return receipt == null ? [] : [{ sequence, receipt }];
        });
      },

      async count(kind) {
        await writer.read(READ_AGE_MS);
        const now = clock.now();
        return state.accepted(tenant, kind).filter(({ until }) => until > now).length;
      },
    };
  }

  return {
    forTenant,
    state: () => health.state,
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

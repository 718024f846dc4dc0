import { digestOf } from './fingerprint.js';
import { DEADLINE_MS } from './change-writer.js';
import { ledgerUnavailable } from './ledger-health.js';
import { withDeadline } from '../wait-at-most.js';
import type { LocalTenant } from './local-tenant.js';
import {
  isAccepted,
  type RecordFilter,
  type SendLedger,
  type SendName,
  type SendRecord,
  type SendSummary,
} from './send-ledger.js';
import { takePage } from './sorted-list.js';
import { isFree, type StateSend } from './tenant-sends.js';

export interface LocalRecords<Stored, Receipt> {
  summaryOf(send: StateSend<Stored>): SendSummary;
  recordOf(send: StateSend<Stored>): Promise<SendRecord<Receipt>>;
  /** What is stored of a send. @throws MessagingError LEDGER_UNAVAILABLE, within the deadline too */
  textOf(stored: Stored): Promise<string>;
  /** Makes a PENDING send UNKNOWN whose process is known to have ended. */
  endIfDead(send: StateSend<Stored>): Promise<void>;
  readonly reads: Pick<SendLedger<Receipt>, 'find' | 'record' | 'records' | 'countRecords' | 'list' | 'count'>;
}

/** Reads of the sends of one tenant. */
export function createLocalRecords<Stored, Receipt>(parts: LocalTenant<Stored>): LocalRecords<Stored, Receipt> {
  const { log, state, clock, fingerprint, tenant, writer, vendorOf } = parts;

  function summaryOf(send: StateSend<Stored>): SendSummary {
    const { id, kind, outcome, sequence, createdAt, decidedAt, scheduledAt, facts } = send;
    const answers =
      isAccepted(outcome) && state.boundTo(tenant, send.key, clock.now()) === send && !isFree(send, clock.now());
    return {
      id,
      kind,
      outcome: outcome === 'REFUSED' ? 'NOT_SENT' : outcome,
      sequence,
      createdAt,
      decidedAt,
      keyExpiresAt: answers ? send.keyUntil : null,
      scheduledAt,
      facts,
      keyDigest: digestOf(send.key),
    };
  }

  async function recordOf(send: StateSend<Stored>): Promise<SendRecord<Receipt>> {
    const summary = summaryOf(send); // before the receipt is read: it may be decided meanwhile
    if (send.stored === null) return { send: summary, receipt: null };
    return { send: summary, receipt: JSON.parse(await textOf(send.stored)) as Receipt };
  }

  const textOf = (stored: Stored): Promise<string> =>
    withDeadline(log.readText(stored), DEADLINE_MS).catch((error: unknown) => {
      throw ledgerUnavailable(error);
    });

  async function endIfDead(send: StateSend<Stored>): Promise<void> {
    if (send.outcome === 'PENDING' && parts.isDead(send))
      await writer.write({ op: 'lose', tenant, id: send.id, at: clock.now() });
  }

  const isKept = ({ outcome, until }: StateSend<Stored>): boolean =>
    outcome !== 'REFUSED' && (outcome === 'PENDING' || until > clock.now());

  function named(name: SendName): StateSend<Stored> | null {
    if ('id' in name) return state.send(tenant, name.id);
    if ('key' in name) {
      const key = fingerprint('key', name.key);
      return state.boundTo(tenant, key, clock.now()) ?? state.ofKey(tenant, key).findLast(isKept) ?? null;
    }
    return state.ofVendor(tenant, vendorOf(name.kind, name.vendorId));
  }

  /** Ends what is dead, so that the outcomes are those that are shown. */
  async function readFor(filter: RecordFilter): Promise<(send: StateSend<Stored>) => boolean> {
    await writer.read();
    const dead = state.shown(tenant).filter((send) => send.outcome === 'PENDING' && parts.isDead(send));
    for (const send of dead) await endIfDead(send);
    const { kinds, outcomes, createdFrom, createdUntil } = filter;
    return (send) =>
      isKept(send) &&
      (kinds === null || kinds.includes(send.kind)) &&
      (outcomes === null || outcomes.some((outcome) => outcome === send.outcome)) &&
      (createdFrom === null || send.createdAt >= createdFrom) &&
      (createdUntil === null || send.createdAt <= createdUntil);
  }

  const reads: LocalRecords<Stored, Receipt>['reads'] = {
    async find(kind, vendorId) {
      await writer.read();
      if (state.accepted(tenant, kind).length === 0) return null; // most campaigns were not sent here: no hash for them
      const send = state.ofVendor(tenant, vendorOf(kind, vendorId));
      return send && isKept(send) ? recordOf(send) : null;
    },
    async record(name) {
      await writer.read();
      const send = named(name);
      if (!send || !isKept(send)) return null;
      await endIfDead(send);
      return recordOf(send);
    },
    async records(filter, place) {
      const isTaken = await readFor(filter);
      return Promise.all(takePage(state.shown(tenant), place, isTaken).map(recordOf));
    },
    async countRecords(filter) {
      const isTaken = await readFor(filter);
      return state.shown(tenant).filter(isTaken).length;
    },
    async list({ kind, ...place }) {
      await writer.read();
      return Promise.all(takePage(state.accepted(tenant, kind), place, isKept).map(recordOf));
    },
    async count(kind) {
      await writer.read();
      return state.accepted(tenant, kind).filter(isKept).length;
    },
  };
  return { summaryOf, recordOf, textOf, endIfDead, reads };
}

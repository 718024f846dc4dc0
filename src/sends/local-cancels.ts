import { randomUUID } from 'node:crypto';
import { NO_REQUEST } from '../trace.js';
import type { LocalTenant } from './local-tenant.js';
import { LOOK_INTERVAL_MS } from './waiters.js';
import type { Cancels } from './send-ledger.js';

/** The attempts to cancel of one tenant. */
export function createLocalCancels<Stored>(parts: LocalTenant<Stored>): Cancels {
  const { state, clock, tenant, tenantId, owner, writer, waiters, notices, vendorOf, recordLife } = parts;
  const cancels = state.cancels(tenant);
  /** Vendor ids whose cancel is being denied: it is reported once. */
  const denied = new Set<string>();

  return {
    mayHaveCancels: () => !cancels.isEmpty,

    async cancelledAt(kind, vendorId) {
      await writer.read();
      // An HMAC a page of messages otherwise: 3 % of the CPU of a cold page.
      return cancels.isEmpty ? null : (cancels.get(vendorOf(kind, vendorId))?.cancelledAt ?? null);
    },

    async hasUnknownCancel(kind, vendorId) {
      await writer.read();
      const known = cancels.get(vendorOf(kind, vendorId));
      return known !== null && (known.hasUnknownEnd || known.attempt !== null);
    },

    async beginCancel(kind, vendorId, deadline) {
      const vendor = vendorOf(kind, vendorId);
      await writer.read();
      for (;;) {
        const known = cancels.get(vendor);
        if (known?.cancelledAt != null) return { state: 'CANCELLED', cancelledAt: known.cancelledAt };
        const at = clock.now();
        const running = known?.attempt;
        if (running && parts.isDead(running)) {
          await writer.write({ op: 'cancelEnd', tenant, id: running.id, vendor, at, end: 'UNKNOWN' });
        } else if (running) {
          const left = deadline - performance.now();
          if (left <= 0) return { state: 'RUNNING' };
          await waiters.wait(running.id, Math.min(left, LOOK_INTERVAL_MS)).over;
          await writer.read();
        } else {
          const id = randomUUID();
          const until = Math.max(at + recordLife, state.ofVendor(tenant, vendor)?.until ?? 0);
          await writer.write({ op: 'cancel', tenant, id, vendor, owner, at, until }).catch((error: unknown) => {
            // It may be in the log with only the answer missing, and no call is made.
            writer.keep({ op: 'cancelEnd', tenant, id, vendor, at, end: 'REFUSED' });
            throw error;
          });
          const begun = cancels.get(vendor);
          if (begun?.attempt?.id === id) return { state: 'BEGUN', attempt: id, afterUnknown: begun.hasUnknownEnd };
        }
      }
    },

    async endCancel(kind, vendorId, attempt, end) {
      const vendor = vendorOf(kind, vendorId);
      await writer.end({ op: 'cancelEnd', tenant, id: attempt, vendor, at: clock.now(), end });
      return cancels.get(vendor)?.cancelledAt ?? null;
    },

    async denyCancel(kind, vendorId, request = NO_REQUEST) {
      const vendor = vendorOf(kind, vendorId);
      await writer.read();
      if (cancels.get(vendor)?.cancelledAt == null || denied.has(vendor)) return;
      denied.add(vendor);
      const sendId = state.ofVendor(tenant, vendor)?.id ?? null;
      await writer.write({ op: 'denyCancel', tenant, vendor, at: clock.now() }).finally(() => denied.delete(vendor));
      const what = 'it was cancelled, and a message of it was sent';
      notices.onContradiction?.({ tenantId, sendId, kind, what, request });
    },
  };
}

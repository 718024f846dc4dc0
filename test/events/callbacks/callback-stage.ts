import { openCallbackIntake } from '../../../src/app/callbacks.js';
import { createCallbackAddresses, type CallbackAddresses } from '../../../src/events/callbacks/callback-address.js';
import { type CallbackTarget, createCallbackTokens } from '../../../src/events/callbacks/callback-token.js';
import { openMemoryLog } from '../../../src/events/log/memory-log.js';
import type { DeliveryEvents, LoggedEvent } from '../../../src/graph/delivery-event/delivery-event.source.js';
import type { SendReceipt, TenantLedger } from '../../../src/graph/sending/send-receipt.js';
import { openMemoryLedger } from '../../../src/sends/memory-store.js';
import type { Contradiction } from '../../../src/sends/ledger-store.js';
import type { SendKind } from '../../../src/sends/send-ledger.js';
import { canonicalInput } from '../../../src/sends/canonical.js';
import type { AnsweredCallback } from '../../../src/server/answer/answer.js';
import { createTenant, type TenantService } from '../../../src/server/auth/caller.js';
import type { ServerOptions } from '../../../src/server/http/server.js';
import type { Vendor } from '../../../src/vendors/vendor.js';
import { VENDORS } from '../../../src/vendors/vendors.js';
import { startHttpService } from '../../server/http/http-service.js';

export const SECRET = 'a secret of thirty-two characters';
export const PUBLIC_URL = 'https://graph.example/messaging';

export interface CallbackStageOptions {
  readonly vendors?: readonly Vendor[];
  readonly tenantIds?: readonly string[];
  /** In the place of the tenant's log. */
  readonly events?: (events: DeliveryEvents) => DeliveryEvents;
  readonly ledger?: (ledger: TenantLedger) => TenantLedger;
  readonly callbacks?: Partial<NonNullable<ServerOptions['callbacks']>>;
  readonly server?: Partial<ServerOptions>;
}

/** The server of callbacks, with a log and a ledger in memory, without a graph. */
export async function startCallbackStage(options: CallbackStageOptions = {}) {
  const { vendors = VENDORS, tenantIds = ['shop'] } = options;
  const contradictions: Contradiction[] = [];
  const observed: AnsweredCallback[] = [];
  const unexpected: unknown[] = [];
  const unexpectedIn: (string | null)[] = [];
  const logs = openMemoryLog({ days: 7, max: 100_000 });
  const ledgers = openMemoryLedger({
    campaignRecordDays: 90,
    sendTimeoutMs: 30_000,
    onContradiction: (one) => void contradictions.push(one),
  });
  const tokens = createCallbackTokens([SECRET], tenantIds);
  const addresses: CallbackAddresses = createCallbackAddresses(PUBLIC_URL, tokens);
  const services = tenantIds.map((id) => {
    const events = logs.forTenant(id);
    const ledger: TenantLedger = ledgers.forTenant<SendReceipt>(id);
    const sources = { events: options.events?.(events) ?? events, ledger: options.ledger?.(ledger) ?? ledger };
    return { tenant: createTenant(id), sources } as unknown as TenantService;
  });
  const http = await startHttpService({
    ...options.server,
    callbacks: {
      intake: openCallbackIntake(addresses, {
        vendors,
        services,
        onUnexpected(error, { requestId }) {
          unexpected.push(error);
          unexpectedIn.push(requestId);
        },
      }),
      observe: (one) => void observed.push(one),
      ...options.callbacks,
    },
  });

  /** The path of an address, as a proxy that ends PUBLIC_URL's own path passes it on. */
  const pathOf = (target: Partial<CallbackTarget> = {}): string =>
    addresses.addressOf({ vendor: 'ROUTEE', tenantId: tenantIds[0]!, send: null, ...target })!.slice(PUBLIC_URL.length);

  return {
    url: http.url,
    addresses,
    contradictions,
    observed,
    unexpected,
    /** The request ids of these. */
    unexpectedIn,
    ledger: ledgers.forTenant<SendReceipt>(tenantIds[0]!),
    ledgerOf: (id: string) => ledgers.forTenant<SendReceipt>(id),
    pathOf,
    async post(path: string, body: unknown, init: RequestInit = {}): Promise<Response> {
      const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      return fetch(`${http.url}${path}`, { method: 'POST', body: text as string, ...init });
    },
    async reported(tenantId = tenantIds[0]!): Promise<readonly LoggedEvent[]> {
      return (await logs.forTenant(tenantId).read({ after: null, limit: 1000 })).events;
    },
    /** Binds a key, as a send does before its request. */
    async bind(kind: SendKind, key: string, draft: object | null = null) {
      const bound = await ledgers
        .forTenant<SendReceipt>(tenantIds[0]!)
        .bind({ key, kind, input: canonicalInput(kind, { key }), scheduledAt: null, draft });
      return { id: bound.isNew ? bound.send.id : bound.bound.send.id, kind };
    },
    async stop() {
      await http.stop();
      await ledgers.close();
    },
  };
}

export type CallbackStage = Awaited<ReturnType<typeof startCallbackStage>>;

/** What a test compares of events. */
export const textsOf = (events: readonly LoggedEvent[]) =>
  events.map(({ kind, id, status, sendOutcome }) => `${kind} ${id} ${status?.state ?? sendOutcome}`);

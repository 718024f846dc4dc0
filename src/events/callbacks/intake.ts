import { MessagingError } from '../../errors/error.js';
import { SENT_STATES } from '../../graph/delivery/state-rank.js';
import type { DeliveryEvents, NewReport, SubjectReport } from '../../graph/delivery-event/delivery-event.source.js';
import type { TenantLedger } from '../../graph/sending/send-receipt.js';
import type { ReportedValue } from '../../graph/subject-reports.js';
import { isoNow } from '../../iso-now.js';
import type { RequestIds } from '../../trace.js';
import type { CallbackReading, VendorCallbacks } from '../../vendors/vendor.js';
import type { CallbackAddresses } from './callback-address.js';
import type { CallbackTarget, ReferredSend } from './callback-token.js';
import { readCallbackBody } from './read-body.js';
import { type ReportOutcome, type SendFinding, SentProofs } from './sent-proof.js';

/** What a body came to. */
export interface CallbackOutcome {
  /** 200: all of it is durable. 400: it has no shape of the vendor. 503: it could not be written, and is to be repeated. */
  readonly status: 200 | 400 | 503;
  /** Changes that it reported. */
  readonly events: number;
  /** Entries that were acknowledged and not stored. */
  readonly ignored: number;
  /** Entries without a shape of the vendor. */
  readonly bad: number;
}

export interface CallbackIntake extends Pick<CallbackAddresses, 'targetOf' | 'restOf' | 'isOwnHost'> {
  /** Never rejects. @param request that posted it, for the log */
  take(target: CallbackTarget, text: string, request: RequestIds): Promise<CallbackOutcome>;
}

/** What a tenant's callbacks are written to. */
export interface CallbackTenant {
  readonly ledger: TenantLedger;
  readonly events: DeliveryEvents;
}

export interface IntakeOptions {
  readonly addresses: CallbackAddresses;
  /** By the vendor's name. */
  readonly callbacks: ReadonlyMap<string, Required<VendorCallbacks>>;
  /** Every tenant that an address can name. */
  readonly tenants: ReadonlyMap<string, CallbackTenant>;
  /** The reports of a value with the vendor's ids as the graph shows them. */
  readonly reportsOf: (value: ReportedValue, vendor: string) => readonly SubjectReport[];
  /** The id of what was sent as the graph shows it. */
  readonly shownSentId: (send: ReferredSend, vendor: string, id: string) => string;
  readonly reportOutcome: ReportOutcome;
  readonly onUnexpected: (error: unknown, request: RequestIds) => void;
}

/** Writes what vendors post: reports to the log, all of a body together, and what they prove to the ledger. */
export function createCallbackIntake(options: IntakeOptions): CallbackIntake {
  const { addresses, callbacks, reportsOf, shownSentId, onUnexpected } = options;
  const tenants = new Map(
    [...options.tenants].map(([id, tenant]) => [
      id,
      { ...tenant, proofs: new SentProofs(tenant.ledger, options.reportOutcome) },
    ]),
  );

  const reportsIn = (readings: readonly CallbackReading[], vendor: string): NewReport[] =>
    readings.flatMap(({ values }) =>
      values.flatMap((value) =>
        reportsOf(value, vendor).map((report) => ({ ...report, source: 'CALLBACK', ifUnknown: 'EVENT' }) as const),
      ),
    );

  async function write(
    { vendor, tenantId, send }: CallbackTarget,
    readings: readonly CallbackReading[],
    request: RequestIds,
  ) {
    const { events, proofs } = tenants.get(tenantId)!;
    const reports = reportsIn(readings, vendor);
    const wentOut = campaignsThatWentOut(reports);
    const asked: Promise<SendFinding>[] = [];
    if (send)
      for (const sentId of sentIdsOf(readings, send)) {
        const id = shownSentId(send, vendor, sentId);
        asked.push(proofs.ofSend(send, id, wentOut.has(id), request));
      }
    for (const campaign of wentOut) asked.push(proofs.ofMessage(campaign, request));
    const findings = await Promise.allSettled(asked);
    const found = findings.flatMap((finding) => (finding.status === 'fulfilled' ? [finding.value] : []));
    const all = [...found.flatMap((finding) => finding.reports), ...reports]; // a flow comes last
    // Without the ledger the states are written all the same, and the vendor repeats the body for the rest.
    const written = all.length === 0 ? [] : await events.record(all);
    for (const finding of findings) if (finding.status === 'rejected') throw finding.reason;
    for (const { afterwards } of found) await afterwards?.();
    return written.length;
  }

  return {
    targetOf: (vendor, token) => (callbacks.has(vendor.toUpperCase()) ? addresses.targetOf(vendor, token) : null),
    restOf: addresses.restOf,
    isOwnHost: addresses.isOwnHost,
    async take(target, text, request) {
      let entries = { ignored: 0, bad: 0 };
      try {
        const body = readCallbackBody(callbacks.get(target.vendor)!, text, isoNow());
        if (body === null) return { status: 400, events: 0, ignored: 0, bad: 1 };
        entries = { ignored: body.readings.filter(({ values }) => values.length === 0).length, bad: body.bad };
        return { status: 200, events: await write(target, body.readings, request), ...entries };
      } catch (error) {
        if (!(error instanceof MessagingError)) onUnexpected(error, request);
        return { status: 503, events: 0, ...entries };
      }
    },
  };
}

const sentIdsOf = (readings: readonly CallbackReading[], { kind }: ReferredSend): Set<string> =>
  new Set(readings.flatMap(({ sentIds }) => sentIds[kind] ?? []));

const campaignsThatWentOut = (reports: readonly NewReport[]): Set<string> =>
  new Set(
    reports.flatMap(({ kind, campaignTrackingId, status }) =>
      kind === 'VIBER_MESSAGE' && status && SENT_STATES.has(status.state) ? (campaignTrackingId ?? []) : [],
    ),
  );

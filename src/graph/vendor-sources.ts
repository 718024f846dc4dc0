import { MessagingError } from '../errors/error.js';
import type { NounSources, SourceName, Sources } from './context.js';
import type { DeliveryReport } from './delivery-report/delivery-report.type.js';
import type { FailoverStep, ViberStep } from './failover-flow/failover-step.type.js';
import type { FailoverFlow } from './failover-flow/failover-flow.type.js';
import { isVendorId } from '../vendor-id.js';
import type { VendorPage } from './page/window.js';
import type { ReportedValue } from './subject-reports.js';
import type { ViberMessage } from './viber-message/viber-message.type.js';

/** One vendor of one tenant. */
export interface VendorOfTenant {
  /** In capital letters. */
  readonly name: string;
  readonly serves: readonly SourceName[];
  /** Null where the tenant has no account there. */
  readonly sources: Partial<NounSources> | null;
}

/** One of several vendors that serve a noun. */
interface Part<Source> {
  readonly vendor: string;
  /** Before every id of this vendor: empty for the first one, `{vendor}~` for another. */
  readonly prefix: string;
  readonly source: Source | null;
}

/** In front of the ids of a vendor: empty for the first one that serves the noun. */
export function idPrefix(
  vendors: readonly Pick<VendorOfTenant, 'name' | 'serves'>[],
  vendor: string,
  noun: SourceName,
): string {
  const first = vendors.find(({ serves }) => serves.includes(noun));
  return first === undefined || first.name === vendor ? '' : `${vendor.toLowerCase()}~`;
}

/**
 * The sources of a tenant's vendors as one. Ids without a vendor part are those of the vendor that serves the noun
 * first; another vendor's are shown, and asked for, as `{vendor}~{id}`.
 */
export function combineSources(
  vendors: readonly VendorOfTenant[],
): Omit<Sources, 'ledger' | 'events' | 'recordSend' | 'callbacks' | 'snapshots'> {
  const partsOf = <Name extends SourceName>(name: Name): Part<NounSources[Name]>[] =>
    vendors
      .filter(({ serves }) => serves.includes(name))
      .map(({ name: vendor, sources }) => ({
        vendor,
        prefix: idPrefix(vendors, vendor, name),
        source: sources?.[name] ?? null,
      }));
  const parts: { readonly [Name in SourceName]: Part<NounSources[Name]>[] } = {
    campaigns: partsOf('campaigns'),
    campaignSender: partsOf('campaignSender'),
    viberMessages: partsOf('viberMessages'),
    viberMessageSender: partsOf('viberMessageSender'),
    failoverFlows: partsOf('failoverFlows'),
    failoverFlowSender: partsOf('failoverFlowSender'),
    deliveryReports: partsOf('deliveryReports'),
    account: partsOf('account'),
  };

  const unlimited = {
    campaigns: combine(parts.campaigns, campaigns),
    viberMessages: combine(parts.viberMessages, viberMessages),
    failoverFlows: combine(parts.failoverFlows, failoverFlows),
  };
  return {
    ...unlimited,
    unlimited,
    campaignSender: parts.campaignSender[0]?.source ?? null, // the input of a send names no vendor
    viberMessageSender: parts.viberMessageSender[0]?.source ?? null,
    failoverFlowSender: parts.failoverFlowSender[0]?.source ?? null,
    deliveryReports: combine(parts.deliveryReports, deliveryReports),
    account: parts.account[0]?.source ?? null, // that of the first vendor, like the sends
    vendorOf(name, id = '') {
      const all: readonly Part<unknown>[] = parts[name];
      const part = all.find(({ prefix }) => isOf(prefix, id)) ?? all[0];
      if (part === undefined) throw new TypeError(`no vendor serves ${name}`);
      return { vendor: part.vendor, isConfigured: part.source !== null };
    },
  };
}

/** One vendor's source as it is; several behind one. Null where none is configured. */
function combine<Source>(parts: readonly Part<Source>[], join: (parts: readonly Part<Source>[]) => Source) {
  if (parts.every(({ source }) => source === null)) return null;
  return parts.length === 1 ? parts[0]!.source : join(parts);
}

const isOf = (prefix: string, id: string): boolean =>
  prefix !== '' && id.startsWith(prefix) && isVendorId(id.slice(prefix.length));

/** The source for an id, and the id as its vendor knows it. @throws VENDOR_NOT_CONFIGURED */
function find<Source>(parts: readonly Part<Source>[], id: string) {
  const { vendor, prefix, source } = parts.find((part) => isOf(part.prefix, id)) ?? parts[0]!;
  if (source === null) throw new MessagingError('VENDOR_NOT_CONFIGURED', { vendor });
  return { source, prefix, id: id.slice(prefix.length) };
}

const smallest = (parts: readonly Part<{ readonly maxPageSize: number }>[]): number =>
  Math.min(...parts.map(({ source }) => source?.maxPageSize ?? Number.POSITIVE_INFINITY));

// ---- by noun: what of a value is an id ------------------------------------------------------------------------------

const campaigns = (parts: readonly Part<NounSources['campaigns']>[]): NounSources['campaigns'] => ({
  maxPageSize: smallest(parts),
  async messages(request, operation) {
    const { source, prefix, id } = find(parts, request.trackingId);
    const page = await source.messages({ ...request, trackingId: id }, operation);
    return page && pageOf(page, prefix, messageOf);
  },
});

const viberMessages = (parts: readonly Part<NounSources['viberMessages']>[]): NounSources['viberMessages'] => ({
  async get(trackingId, operation) {
    const { source, prefix, id } = find(parts, trackingId);
    const message = await source.get(id, operation);
    return message && messageOf(message, prefix);
  },
});

const failoverFlows = (parts: readonly Part<NounSources['failoverFlows']>[]): NounSources['failoverFlows'] => ({
  maxPageSize: smallest(parts),
  async get(trackingId, operation) {
    const { source, prefix, id } = find(parts, trackingId);
    const flow = await source.get(id, operation);
    return flow && flowOf(flow, prefix);
  },
  /** A filter names no vendor: the first one searches. */
  search: async (search, request, operation) => find(parts, '').source.search(search, request, operation),
});

const deliveryReports = (parts: readonly Part<NounSources['deliveryReports']>[]): NounSources['deliveryReports'] => ({
  async get(key, form, operation) {
    const isMessageId = 'messageId' in key;
    const { source, prefix, id } = find(parts, isMessageId ? key.messageId : key.extraId);
    const report = await source.get(isMessageId ? { messageId: id } : { extraId: id }, form, operation);
    return report && reportOf(report, prefix);
  },
});

const shown = (id: string | null, prefix: string): string | null => (id === null ? null : prefix + id);

/** A value of a vendor with its ids as the graph shows them. */
export function shownValue(
  value: ReportedValue,
  vendors: readonly Pick<VendorOfTenant, 'name' | 'serves'>[],
  vendor: string,
): ReportedValue {
  switch (value.__typename) {
    case 'ViberMessage':
      return messageOf(value, idPrefix(vendors, vendor, 'viberMessages'));
    case 'FailoverFlow':
      return flowOf(value, idPrefix(vendors, vendor, 'failoverFlows'));
    case 'DeliveryReport':
      return reportOf(value, idPrefix(vendors, vendor, 'deliveryReports'));
  }
}

const messageOf = (message: ViberMessage, prefix: string): ViberMessage =>
  prefix === ''
    ? message
    : {
        ...message,
        trackingId: prefix + message.trackingId,
        campaignTrackingId: shown(message.campaignTrackingId, prefix),
      };

const flowOf = (flow: FailoverFlow, prefix: string): FailoverFlow =>
  prefix === ''
    ? flow
    : {
        ...flow,
        trackingId: prefix + flow.trackingId,
        steps: flow.steps.map((step) =>
          isViberStep(step) ? { ...step, trackingId: shown(step.trackingId, prefix) } : step,
        ),
      };

const isViberStep = (step: FailoverStep): step is ViberStep => step.__typename === 'ViberStep';

const reportOf = (report: DeliveryReport, prefix: string): DeliveryReport =>
  prefix === ''
    ? report
    : { ...report, messageId: shown(report.messageId, prefix), extraId: shown(report.extraId, prefix) };

const pageOf = <Row>(page: VendorPage<Row>, prefix: string, rowOf: (row: Row, prefix: string) => Row) =>
  prefix === '' ? page : { ...page, rows: page.rows.map((row) => row && rowOf(row, prefix)) };

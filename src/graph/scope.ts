import { MessagingError } from '../errors/error.js';
import type { SendRecord } from '../sends/send-ledger.js';
import type { Scope, Sources } from './context.js';
import type { DeliveryEvents } from './delivery-event/delivery-event.source.js';
import type { DeliveryReport } from './delivery-report/delivery-report.type.js';
import type { FailoverFlow } from './failover-flow/failover-flow.type.js';
import type { VendorPage } from './page/window.js';
import { maskValue } from './personal-data.js';
import type { SendReceipt, TenantLedger } from './sending/send-receipt.js';
import type { ViberMessage } from './viber-message/viber-message.type.js';

/**
 * The sources as a caller with these scopes may read them. Values are shared between callers, so marked fields are masked
 * in copies, here and not in resolvers: a resolver per masked field costs 64 ns a row for callers who see everything.
 */
export function limitSources(sources: Sources, scopes: ReadonlySet<Scope>): Sources {
  if (!scopes.has('read')) return forbidReads(sources);
  return scopes.has('read:recipients') ? sources : maskRecipients(sources);
}

async function forbidden(): Promise<never> {
  throw new MessagingError('FORBIDDEN', { message: 'Reading needs the scope read.' });
}

function forbidReads({
  campaignSender,
  viberMessageSender,
  failoverFlowSender,
  account,
  ledger,
  events,
  recordSend,
  callbacks,
  snapshots,
  unlimited,
  vendorOf,
}: Sources): Sources {
  return {
    campaigns: { maxPageSize: 1, messages: forbidden },
    campaignSender,
    viberMessages: { get: forbidden },
    viberMessageSender,
    failoverFlows: { maxPageSize: 1, get: forbidden, search: forbidden },
    failoverFlowSender,
    deliveryReports: { get: forbidden },
    account,
    ledger: withMaskedReceipts(ledger),
    events: forbidEvents(events),
    recordSend,
    callbacks,
    snapshots: { ...snapshots, head: forbidden, whole: forbidden },
    unlimited,
    vendorOf,
  };
}

/** What is learned is recorded whatever the scopes. */
const forbidEvents = ({ record }: DeliveryEvents): DeliveryEvents => ({
  record,
  known: forbidden,
  read: forbidden,
  end: forbidden,
  listen: () => () => undefined,
  isEmpty: () => true,
});

function maskRecipients({
  campaigns,
  campaignSender,
  viberMessages,
  viberMessageSender,
  failoverFlows,
  failoverFlowSender,
  deliveryReports,
  account,
  ledger,
  events,
  recordSend,
  callbacks,
  snapshots,
  unlimited,
  vendorOf,
}: Sources): Sources {
  return {
    campaigns: campaigns && {
      maxPageSize: campaigns.maxPageSize,
      messages: (request, operation) =>
        campaigns.messages(request, operation).then((page) => page && maskPage(page, maskMessage)),
    },
    campaignSender,
    viberMessages: viberMessages && {
      get: (trackingId, operation) =>
        viberMessages.get(trackingId, operation).then((message) => message && maskMessage(message)),
    },
    viberMessageSender,
    failoverFlows: failoverFlows && {
      maxPageSize: failoverFlows.maxPageSize,
      get: (trackingId, operation) => failoverFlows.get(trackingId, operation).then((flow) => flow && maskFlow(flow)),
      search: (search, request, operation) =>
        failoverFlows.search(search, request, operation).then((page) => maskPage(page, maskFlow)),
    },
    failoverFlowSender,
    deliveryReports: deliveryReports && {
      get: (key, form, operation) =>
        deliveryReports.get(key, form, operation).then((report) => report && maskReport(report)),
    },
    account,
    ledger: withMaskedReceipts(ledger),
    events,
    recordSend,
    callbacks,
    snapshots,
    unlimited,
    vendorOf,
  };
}

const maskMessage = (message: ViberMessage): ViberMessage => maskValue('ViberMessage', message);
const maskReport = (report: DeliveryReport): DeliveryReport => maskValue('DeliveryReport', report);
const maskFlow = (flow: FailoverFlow): FailoverFlow => maskValue('FailoverFlow', flow);
const maskReceipt = <Receipt extends SendReceipt>(receipt: Receipt): Receipt => maskValue(receipt.__typename, receipt);

const maskPage = <Row>(page: VendorPage<Row>, mask: (row: Row) => Row): VendorPage<Row> => ({
  ...page,
  rows: page.rows.map((row) => row && mask(row)),
});

/** A page of messages as its caller may see it. */
export const shownMessages = (page: VendorPage<ViberMessage>, scopes: ReadonlySet<Scope>): VendorPage<ViberMessage> =>
  scopes.has('read:recipients') ? page : maskPage(page, maskMessage);

/** The answer to a send as its caller may see it; the ledger keeps all of it. */
export const shownReceipt = <Receipt extends SendReceipt>(receipt: Receipt, scopes: ReadonlySet<Scope>): Receipt =>
  scopes.has('read:recipients') ? receipt : maskReceipt(receipt);

/** What is read from the ledger is masked; what is written to it is not. */
const withMaskedReceipts = (ledger: TenantLedger): TenantLedger => ({
  ...ledger,
  find: async (kind, vendorId) => maskRecord(await ledger.find(kind, vendorId)),
  record: async (name) => maskRecord(await ledger.record(name)),
  records: async (filter, place) => (await ledger.records(filter, place)).map(maskRecord),
  list: async (request) => (await ledger.list(request)).map(maskRecord),
  async reconcile(id, finding, request) {
    const decision = await ledger.reconcile(id, finding, request);
    return 'record' in decision ? { ...decision, record: maskRecord(decision.record) } : decision;
  },
});

const maskRecord = <Known extends SendRecord<SendReceipt> | null>(record: Known): Known =>
  record?.receipt ? { ...record, receipt: maskReceipt(record.receipt) } : record;

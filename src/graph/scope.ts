import { MessagingError } from '../errors/error.js';
import type { Campaign } from './campaign/campaign.type.js';
import type { CampaignLedger } from './campaign/campaign.ledger.js';
import type { Scope, Sources } from './context.js';
import { maskPhoneNumber } from './delivery/phone-number.js';
import type { DeliveryReport } from './delivery-report/delivery-report.type.js';
import type { FailoverStep } from './failover-flow/failover-step.type.js';
import type { FailoverFlow } from './failover-flow/failover-flow.type.js';
import type { VendorPage } from './page/vendor-page.js';
import type { ViberMessage } from './viber-message/viber-message.type.js';

/**
 * What a caller's scopes leave of the sources. Values are shared between callers, so they are masked here, on their
 * way to one of them, and resolvers need not know.
 */
export function limitSources(sources: Sources, scopes: ReadonlySet<Scope>): Sources {
  if (!scopes.has('read')) return forbidReads(sources);
  return scopes.has('read:recipients') ? sources : maskRecipients(sources);
}

async function forbidden(): Promise<never> {
  throw new MessagingError('FORBIDDEN');
}

function forbidReads({ campaignSender, ledger }: Sources): Sources {
  return {
    campaigns: { maxPageSize: 1, messages: forbidden },
    campaignSender,
    viberMessages: { get: forbidden },
    failoverFlows: { maxPageSize: 1, get: forbidden, search: forbidden },
    deliveryReports: { get: forbidden },
    ledger: withMaskedCampaigns(ledger),
  };
}

function maskRecipients({
  campaigns,
  campaignSender,
  viberMessages,
  failoverFlows,
  deliveryReports,
  ledger,
}: Sources): Sources {
  return {
    campaigns: campaigns && {
      maxPageSize: campaigns.maxPageSize,
      messages: (request, operation) =>
        request.order?.field === 'TO'
          ? forbidden()
          : campaigns.messages(request, operation).then((page) => page && maskPage(page, maskMessage)),
    },
    campaignSender,
    viberMessages: viberMessages && {
      get: (trackingId, operation) =>
        viberMessages.get(trackingId, operation).then((message) => message && maskMessage(message)),
    },
    failoverFlows: failoverFlows && {
      maxPageSize: failoverFlows.maxPageSize,
      get: (trackingId, operation) => failoverFlows.get(trackingId, operation).then((flow) => flow && maskFlow(flow)),
      search: (search, request, operation) =>
        search.recipient === null
          ? failoverFlows.search(search, request, operation).then((page) => maskPage(page, maskFlow))
          : forbidden(),
    },
    deliveryReports: deliveryReports && {
      get: (key, form, operation) =>
        deliveryReports.get(key, form, operation).then((report) => report && maskReport(report)),
    },
    ledger: withMaskedCampaigns(ledger),
  };
}

const maskNullable = (number: string | null): string | null => number && maskPhoneNumber(number);
const maskMessage = (message: ViberMessage): ViberMessage => ({ ...message, to: maskNullable(message.to) });
const maskReport = (report: DeliveryReport): DeliveryReport => ({
  ...report,
  phoneNumber: maskNullable(report.phoneNumber),
});
const maskFlow = (flow: FailoverFlow): FailoverFlow => ({ ...flow, steps: flow.steps.map(maskStep) });

/** A call comes from a number; a message from a name. */
const maskStep = (step: FailoverStep): FailoverStep => ({
  ...step,
  to: maskNullable(step.to),
  from: step.__typename === 'VoiceStep' ? maskNullable(step.from) : step.from,
});

const maskPage = <Row>(page: VendorPage<Row>, mask: (row: Row) => Row): VendorPage<Row> => ({
  ...page,
  rows: page.rows.map((row) => row && mask(row)),
});

/** The answer to a send as its caller may see it; the book keeps all of it. */
export const shownCampaign = (campaign: Campaign, scopes: ReadonlySet<Scope>): Campaign =>
  scopes.has('read:recipients') ? campaign : maskCampaign(campaign);

const maskCampaign = (campaign: Campaign): Campaign => ({
  ...campaign,
  recipients: campaign.recipients?.map(maskPhoneNumber) ?? null,
  analysis: campaign.analysis && {
    ...campaign.analysis,
    recipientCountries: campaign.analysis.recipientCountries.map(({ phoneNumber, country }) => ({
      phoneNumber: maskPhoneNumber(phoneNumber),
      country,
    })),
  },
});

/** What is shown of the book is masked; what is written to it is not. */
const withMaskedCampaigns = (ledger: CampaignLedger): CampaignLedger => ({
  begin: (key, input) => ledger.begin(key, input),
  settled: (key, input, deadline) => ledger.settled(key, input, deadline),
  accept: (key, campaign) => ledger.accept(key, campaign),
  release: (key) => ledger.release(key),
  lose: (key) => ledger.lose(key),
  campaign: async (trackingId) => {
    const campaign = await ledger.campaign(trackingId);
    return campaign && maskCampaign(campaign);
  },
  campaigns: async (request) =>
    (await ledger.campaigns(request)).map(({ sequence, campaign }) => ({ sequence, campaign: maskCampaign(campaign) })),
  campaignCount: () => ledger.campaignCount(),
});

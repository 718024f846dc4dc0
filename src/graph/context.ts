import type { Operation } from '../operation.js';
import type { CampaignLedger } from './campaign/campaign.ledger.js';
import type { CampaignSender, CampaignSource } from './campaign/campaign.source.js';
import type { DeliveryReportSource } from './delivery-report/delivery-report.source.js';
import type { FailoverFlowSource } from './failover-flow/failover-flow.source.js';
import type { ViberMessageSource } from './viber-message/viber-message.source.js';

/** Who a request belongs to. Everything remembered or shared belongs to one tenant. */
export interface Tenant {
  readonly id: string;
  /** A short digest of the id, part of every opaque id and cursor. */
  readonly digest: string;
}

/** What a caller may do: `read` anything, see whole phone numbers, send. */
export type Scope = 'read' | 'read:recipients' | 'send';

/** Where one tenant's data comes from; null where its vendor is not configured. */
export interface Sources {
  readonly campaigns: CampaignSource | null;
  readonly campaignSender: CampaignSender | null;
  readonly viberMessages: ViberMessageSource | null;
  readonly failoverFlows: FailoverFlowSource | null;
  readonly deliveryReports: DeliveryReportSource | null;
  readonly ledger: CampaignLedger;
}

/** What one request's resolvers may use. */
export interface GraphContext {
  readonly tenant: Tenant;
  readonly scopes: ReadonlySet<Scope>;
  readonly sources: Sources;
  readonly operation: Operation;
  /** What the request's loaders remember: see perContext. Empty at first. */
  readonly values: unknown[];
}

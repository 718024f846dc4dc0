import type { Operation } from '../operation.js';
import type { AuditEntry } from './audit.js';
import type { CampaignSender, CampaignSnapshots, CampaignSource } from './campaign/campaign.source.js';
import type { DeliveryEvents } from './delivery-event/delivery-event.source.js';
import type { DeliveryReportSource } from './delivery-report/delivery-report.source.js';
import type { FailoverFlowSender, FailoverFlowSource } from './failover-flow/failover-flow.source.js';
import type { AccountSource } from './preview/preview.source.js';
import type { SendCallbacks } from './sending/send-callback.js';
import type { RecordSend } from './sending/send-event.js';
import type { TenantLedger } from './sending/send-receipt.js';
import type { Updates } from './subscription/updates.source.js';
import type { ViberMessageSender, ViberMessageSource } from './viber-message/viber-message.source.js';

/** Who a request belongs to. Everything remembered or shared belongs to one tenant. */
export interface Tenant {
  readonly id: string;
  /** A short digest of the id, part of every opaque id and cursor. */
  readonly digest: string;
}

/** What a caller may do: `read` anything, see whole phone numbers, send, report what became of a send. */
export type Scope = 'read' | 'read:recipients' | 'send' | 'send:reconcile';

export const SCOPES: readonly Scope[] = ['read', 'read:recipients', 'send', 'send:reconcile'];

/** What vendors can serve: one source for each noun, for the sends, and for the account that pays them. */
export interface NounSources {
  readonly campaigns: CampaignSource;
  readonly campaignSender: CampaignSender;
  readonly viberMessages: ViberMessageSource;
  readonly viberMessageSender: ViberMessageSender;
  readonly failoverFlows: FailoverFlowSource;
  readonly failoverFlowSender: FailoverFlowSender;
  readonly deliveryReports: DeliveryReportSource;
  readonly account: AccountSource;
}

export type SourceName = keyof NounSources;
export type SenderName = Extract<SourceName, `${string}Sender`>;

/** Where one tenant's data comes from; null where no vendor that serves it is configured. */
export type VendorSources = { readonly [Name in SourceName]: NounSources[Name] | null };

/** The vendor that an id belongs to. */
export interface IdVendor {
  /** As errors name it. */
  readonly vendor: string;
  readonly isConfigured: boolean;
}

export interface Sources extends VendorSources {
  readonly ledger: TenantLedger;
  readonly events: DeliveryEvents;
  readonly recordSend: RecordSend;
  /** Null where vendors cannot call back. */
  readonly callbacks: SendCallbacks | null;
  readonly snapshots: CampaignSnapshots;
  /** The same sources whatever the scopes: to prove that what a person reports exists. Nothing read from them is shown. */
  readonly unlimited: Pick<VendorSources, 'campaigns' | 'viberMessages' | 'failoverFlows'>;
  /** The vendor of an id of this noun; without an id the one that serves the noun first. */
  readonly vendorOf: (name: SourceName, id?: string) => IdVendor;
}

/** What a tenant's subscriptions follow. */
export type TenantUpdates = Updates<GraphContext, Sources>;

/** What one request's resolvers may use. */
export interface GraphContext {
  readonly tenant: Tenant;
  readonly scopes: ReadonlySet<Scope>;
  readonly sources: Sources;
  readonly operation: Operation;
  readonly updates: TenantUpdates;
  /** The cursor after which a subscription is resumed, in the place of its argument. */
  readonly lastEventId?: string;
  /** Writes a line of the access log. */
  readonly audit: (entry: AuditEntry) => void;
  /** What the request's loaders remember: see perContext. Empty at first. */
  readonly values: unknown[];
}

let slots = 0;

/**
 * One value per request, created on first use: loaders stand beside their nouns and are freed with the request.
 *
 * Kept in the context, not in a WeakMap: V8's minor collections treat the values of a WeakMap as live, which promoted
 * every request's rows to the old generation (25 % of CPU).
 */
export function perContext<Value>(create: (context: GraphContext) => Value): (context: GraphContext) => Value {
  const slot = slots++;
  return (context) => (context.values[slot] ??= create(context)) as Value;
}

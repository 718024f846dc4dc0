import type { Scope } from '../../graph/context.js';

type OperationType = 'query' | 'mutation' | 'subscription';

/** Who may ask for a root field. */
export interface RootRule {
  readonly scope: Scope;
  /** Whether it is open only to routers, which send the subgraph's secret; not checked in development. */
  readonly forRouters?: true;
  /** Whether it goes by POST alone and its answer is neither kept nor shared: what it says may change at any moment. */
  readonly isPrivate?: true;
}

const READ: RootRule = { scope: 'read' };
const SEND: RootRule = { scope: 'send' };
const RECONCILE: RootRule = { scope: 'send:reconcile' };
const PREVIEW: RootRule = { scope: 'send', isPrivate: true };
const ROUTER: RootRule = { scope: 'read', forRouters: true };

/** Every root field that is served, by type of operation. One that is missing here is refused to everybody. */
export const ROOT_RULES: Readonly<Record<OperationType, ReadonlyMap<string, RootRule>>> = {
  query: new Map([
    ['campaign', READ],
    ['campaigns', READ],
    ['viberMessage', READ],
    ['failoverFlow', READ],
    ['failoverFlows', READ],
    ['deliveryReport', READ],
    ['deliveryReports', READ],
    ['deliveryEvents', READ],
    ['deliveryEventsEnd', READ],
    ['send', READ],
    ['sends', READ],
    ['previewViberCampaign', PREVIEW],
    ['previewViberMessage', PREVIEW],
    ['previewFailoverFlow', PREVIEW],
    ['node', READ],
    ['nodes', READ],
    ['_service', ROUTER],
    ['_entities', ROUTER],
    ['__typename', READ],
    ['__schema', READ],
    ['__type', READ],
  ]),
  mutation: new Map([
    ['sendViberCampaign', SEND],
    ['sendViberMessage', SEND],
    ['sendFailoverFlow', SEND],
    ['cancelViberCampaign', SEND],
    ['reconcileSend', RECONCILE],
    ['__typename', SEND],
  ]),
  subscription: new Map([
    ['viberMessageUpdated', READ],
    ['failoverFlowUpdated', READ],
    ['deliveryReportUpdated', READ],
    ['campaignUpdated', READ],
    ['deliveryEventAdded', READ],
  ]),
};

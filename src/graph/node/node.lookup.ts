import type { GraphQLResolveInfo } from 'graphql';
import { findCampaign } from '../campaign/campaign.lookup.js';
import type { GraphContext } from '../context.js';
import { readReportKey } from '../delivery-report/delivery-report.id.js';
import { findReport } from '../delivery-report/delivery-report.loader.js';
import { failoverFlowLoader } from '../failover-flow/failover-flow.loader.js';
import { selectionOf } from '../selection.js';
import { findSendById } from '../send/send.lookup.js';
import { viberMessageLoader } from '../viber-message/viber-message.loader.js';
import { readGlobalId } from './node.id.js';
import { isVendorId } from '../../vendor-id.js';
import type { Node } from './node.type.js';

type FoundNode = Pick<Node, '__typename'> | null;
type FindNode = (key: string, context: GraphContext, info: GraphQLResolveInfo) => Promise<FoundNode>;

const byVendorId =
  (find: FindNode): FindNode =>
  async (key, context, info) =>
    isVendorId(key) ? find(key, context, info) : null;

/** How the object with an opaque id is found: one line for each noun. */
const FIND_BY_TYPE: Readonly<Record<string, FindNode>> = {
  Campaign: byVendorId((key, context, info) => findCampaign(key, context, info)),
  ViberMessage: byVendorId((key, context) => viberMessageLoader(context).load(key)),
  FailoverFlow: byVendorId((key, context) => failoverFlowLoader(context).load(key)),
  Send: (key, context) => findSendById(key, context),
  DeliveryReport: async (key, context, info) => {
    const report = readReportKey(key);
    return report && findReport(report, context, selectionOf(info, 'DeliveryReport'));
  },
};

/** @returns null for an id that is damaged, another tenant's, or of an object that does not exist */
export async function findNode(id: string, context: GraphContext, info: GraphQLResolveInfo): Promise<FoundNode> {
  const globalId = readGlobalId(context.tenant, id);
  if (globalId === null || !Object.hasOwn(FIND_BY_TYPE, globalId.type)) return null;
  return FIND_BY_TYPE[globalId.type]!(globalId.key, context, info);
}

import type { GraphQLResolveInfo } from 'graphql';
import { badUserInput, type InputPath } from '../../errors/error.js';
import { findCampaign } from '../campaign/campaign.lookup.js';
import type { GraphContext } from '../context.js';
import { readReportKey } from '../delivery-report/delivery-report.id.js';
import { findReport } from '../delivery-report/delivery-report.loader.js';
import type { ReportKey } from '../delivery-report/delivery-report.source.js';
import { failoverFlowLoader } from '../failover-flow/failover-flow.loader.js';
import { readGlobalId } from '../node/node.id.js';
import { isVendorId, requireVendorId } from '../../vendor-id.js';
import { selectionOf, selectsOnly } from '../selection.js';
import { findSend } from '../send/send.lookup.js';
import { viberMessageLoader } from '../viber-message/viber-message.loader.js';

/** What a router asks for: a type, and the fields of one of its keys. */
export type Representation = Readonly<Record<string, unknown>>;

type FindEntity = (
  representation: Representation,
  path: InputPath,
  context: GraphContext,
  info: GraphQLResolveInfo,
) => Promise<object | null> | object | null;

/** How the entity behind a reference is found: one line for each noun. */
const FIND_BY_TYPE: Readonly<Record<string, FindEntity>> = {
  Campaign: byTrackingId('Campaign', [], findCampaign),
  ViberMessage: byTrackingId('ViberMessage', ['deliveryReport'], (key, context) =>
    viberMessageLoader(context).load(key),
  ),
  FailoverFlow: byTrackingId('FailoverFlow', ['deliveryReport'], (key, context) =>
    failoverFlowLoader(context).load(key),
  ),
  DeliveryReport: findReportEntity,
  Send: (representation, path, context) => findSend({ id: readText(representation, 'id', path) }, context),
};

/** The fields of which a reference has one, as messages list them. */
const KEYS_BY_TYPE: Readonly<Record<string, string>> = {
  Campaign: 'id or trackingId',
  ViberMessage: 'id or trackingId',
  FailoverFlow: 'id or trackingId',
  DeliveryReport: 'id, messageId or extraId',
  Send: 'id',
};

/** The type that a reference names; null where it names no entity. */
export function typeOfReference(reference: unknown): string | null {
  const type = (reference as Representation | null | undefined)?.['__typename'];
  return typeof type === 'string' && Object.hasOwn(FIND_BY_TYPE, type) ? type : null;
}

/**
 * @returns null for an entity that is not there. No call is made while nothing but the fields of the
 *   reference itself is selected. @throws MessagingError BAD_USER_INPUT for one that is malformed
 */
export async function findEntity(
  representation: unknown,
  path: InputPath,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<object | null> {
  const reference = representation as Representation;
  const type = typeOfReference(representation);
  if (type === null) {
    throw badUserInput(
      [...path, '__typename'],
      `__typename: the entity types of this graph are ${Object.keys(FIND_BY_TYPE).join(', ')}.`,
    );
  }
  return FIND_BY_TYPE[type]!(reference, path, context, info);
}

function byTrackingId(
  type: string,
  edgesOfStubs: readonly string[],
  find: (key: string, context: GraphContext, info: GraphQLResolveInfo) => Promise<object | null>,
): FindEntity {
  const stubFields = new Set(['__typename', 'id', 'trackingId', ...edgesOfStubs]);
  return (representation, path, context, info) => {
    const trackingId = readTrackingId(type, representation, path, context);
    if (trackingId === null) return null;
    const isStub = selectsOnly(selectionOf(info, type), stubFields);
    return isStub ? { __typename: type, trackingId } : find(trackingId, context, info);
  };
}

function readTrackingId(
  type: string,
  representation: Representation,
  path: InputPath,
  context: GraphContext,
): string | null {
  if (representation['trackingId'] != null)
    return requireVendorId(readText(representation, 'trackingId', path), [...path, 'trackingId']);
  const globalId = readGlobalId(context.tenant, readText(representation, 'id', path));
  return globalId?.type === type && isVendorId(globalId.key) ? globalId.key : null;
}

function findReportEntity(
  representation: Representation,
  path: InputPath,
  context: GraphContext,
  info: GraphQLResolveInfo,
) {
  const key = readReport(representation, path, context);
  if (key === null) return null;
  const selection = selectionOf(info, 'DeliveryReport');
  return selectsOnly(selection, stubFieldsOf(representation, key))
    ? { __typename: 'DeliveryReport', messageId: null, extraId: null, ...key }
    : findReport(key, context, selection);
}

/** A message id makes the report's id; from one's own id both cost the report. */
const stubFieldsOf = (representation: Representation, key: ReportKey): ReadonlySet<string> =>
  new Set([
    '__typename',
    ...('messageId' in key ? ['messageId', 'id'] : ['extraId']),
    ...(representation['messageId'] == null && representation['extraId'] == null ? ['id'] : []),
  ]);

function readReport(representation: Representation, path: InputPath, context: GraphContext): ReportKey | null {
  for (const name of ['messageId', 'extraId'] as const) {
    if (representation[name] == null) continue; // a router sends null for a key that an entity lacks
    const id = requireVendorId(readText(representation, name, path), [...path, name]);
    return name === 'messageId' ? { messageId: id } : { extraId: id };
  }
  const globalId = readGlobalId(context.tenant, readText(representation, 'id', path));
  return globalId?.type === 'DeliveryReport' ? readReportKey(globalId.key) : null;
}

function readText(representation: Representation, name: string, path: InputPath): string {
  const value = representation[name];
  if (typeof value === 'string') return value;
  const type = String(representation['__typename']);
  throw badUserInput([...path, name], `${name}: a reference to a ${type} has ${KEYS_BY_TYPE[type]}, as text.`);
}

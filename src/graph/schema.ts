import 'reflect-metadata';
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql';
import { CampaignResolver } from './campaign/campaign.resolver.js';
import { DeliveryEventResolver } from './delivery-event/delivery-event.resolver.js';
import { DeliveryReportResolver } from './delivery-report/delivery-report.resolver.js';
import { DeliveryStatusResolver } from './delivery/delivery-status.resolver.js';
import { callDirectly } from './direct-resolvers.js';
import { FailoverFlowResolver, ViberStepResolver } from './failover-flow/failover-flow.resolver.js';
import { OtherStep, SmsStep, VoiceStep } from './failover-flow/failover-step.type.js';
import { NodeResolver } from './node/node.resolver.js';
import { SendResolver } from './send/send.resolver.js';
import { PreviewResolver } from './preview/preview.resolver.js';
import { SubscriptionResolver } from './subscription/subscription.resolver.js';
import { ViberMessageResolver } from './viber-message/viber-message.resolver.js';

/** One line for each noun. */
const RESOLVERS = [
  CampaignResolver,
  ViberMessageResolver,
  FailoverFlowResolver,
  ViberStepResolver,
  DeliveryReportResolver,
  DeliveryStatusResolver,
  DeliveryEventResolver,
  SendResolver,
  PreviewResolver,
  SubscriptionResolver,
] as const;

const ROOT_DESCRIPTIONS = {
  Query: 'Reads. A lookup of an object that does not exist is null with an error whose code names it.',
  Mutation: 'Sends, which cost money, and what may be done about them afterwards.',
  Subscription:
    'Follows what changes. An operation has one such field; every update is executed as a query of its own.',
};

/** type-graphql asks for one; every field of Subscription has a source of its own instead. */
const NO_TOPICS: PubSub = {
  publish: () => undefined,
  subscribe() {
    throw new TypeError('there are no topics');
  },
};

export interface SchemaOptions {
  /** Whether `node` and `nodes` are served; off where another subgraph of a supergraph owns them. */
  readonly nodeFields?: boolean;
}

/** The graph as callers see it, without the fields of federation. */
export function buildGraphSchema({ nodeFields = true }: SchemaOptions = {}): GraphQLSchema {
  const resolvers: NonEmptyArray<Function> = nodeFields ? [...RESOLVERS, NodeResolver] : [...RESOLVERS];
  const schema = buildSchemaSync({
    resolvers,
    orphanedTypes: [SmsStep, VoiceStep, OtherStep],
    validate: false,
    pubSub: NO_TOPICS,
    skipCheck: true, // an introspection at each start; a test makes it
  });
  for (const type of Object.values(schema.getTypeMap())) patchType(type);
  callDirectly(schema);
  for (const [name, description] of Object.entries(ROOT_DESCRIPTIONS)) schema.getType(name)!.description = description;
  return schema;
}

/**
 * What type-graphql cannot express: @oneOf is enforced, and the type of a value is its `__typename`, because values
 * are plain objects and not instances of the classes.
 */
function patchType(type: GraphQLNamedType): void {
  if (isInputObjectType(type) && type.astNode?.directives?.some(({ name }) => name.value === 'oneOf'))
    type.isOneOf = true;
  if (isInterfaceType(type) || isUnionType(type))
    type.resolveType = (value: { readonly __typename: string }) => value.__typename;
  if (isObjectType(type)) type.isTypeOf = null;
}

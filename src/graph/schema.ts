import 'reflect-metadata';
import { type GraphQLNamedType, GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { errorCodeEnum } from './error-code.type.js';
import { CampaignResolver } from './campaign/campaign.resolver.js';
import { DeliveryReportResolver } from './delivery-report/delivery-report.resolver.js';
import { DeliveryStatusResolver } from './delivery/delivery-status.resolver.js';
import { callDirectly } from './direct-resolvers.js';
import { FailoverFlowResolver } from './failover-flow/failover-flow.resolver.js';
import { OtherStep, SmsStep, VoiceStep } from './failover-flow/failover-step.type.js';
import { ViberStepResolver } from './failover-flow/viber-step.resolver.js';
import { NodeResolver } from './node/node.resolver.js';
import { ViberMessageResolver } from './viber-message/viber-message.resolver.js';

/** The table of contents: one line a noun. */
const RESOLVERS = [
  CampaignResolver,
  ViberMessageResolver,
  FailoverFlowResolver,
  ViberStepResolver,
  DeliveryReportResolver,
  DeliveryStatusResolver,
] as const;

const ROOT_DESCRIPTIONS = {
  Query: 'What can be read. A lookup of something that is not there is null with an error that names it.',
  Mutation: 'What can be sent. It costs money: see sendViberCampaign.',
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
  });
  for (const type of Object.values(schema.getTypeMap())) settle(type);
  callDirectly(schema);
  for (const [name, description] of Object.entries(ROOT_DESCRIPTIONS)) schema.getType(name)!.description = description;
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, types: [...config.types, errorCodeEnum] });
}

/**
 * What type-graphql cannot say: @oneOf is enforced, and values tell their type by `__typename`, at once, because they
 * are plain objects and not instances of the classes.
 */
function settle(type: GraphQLNamedType): void {
  if (isInputObjectType(type) && type.astNode?.directives?.some(({ name }) => name.value === 'oneOf'))
    type.isOneOf = true;
  if (isInterfaceType(type)) type.resolveType = (value: { readonly __typename: string }) => value.__typename;
  if (isObjectType(type)) type.isTypeOf = null;
}

import { Arg, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { CountryCount } from '../campaign/campaign-analysis.type.js';
import { SendViberCampaignInput } from '../campaign/campaign.input.js';
import { campaignSend } from '../campaign/campaign.send.js';
import type { GraphContext } from '../context.js';
import { costs } from '../cost.js';
import { SendFailoverFlowInput } from '../failover-flow/failover-flow.input.js';
import { flowSend } from '../failover-flow/failover-flow.send.js';
import { SendViberMessageInput } from '../viber-message/viber-message.input.js';
import { messageSend } from '../viber-message/viber-message.send.js';
import { AccountBalance, CostEstimate } from './account.type.js';
import { previewSend } from './preview-send.js';
import { estimateCost } from './preview.estimate.js';
import { SendPreview } from './preview.type.js';

const PREVIEW =
  'Nothing is sent and no key is bound. It needs the scope `send` and goes by POST alone. No vendor call unless `estimatedCost` or `balance` is selected.';

@Resolver(() => SendPreview)
export class PreviewResolver {
  @Extensions({ preview: true })
  @Query(() => SendPreview, {
    nullable: true,
    description: `What sendViberCampaign would do with the same input. ${PREVIEW}`,
  })
  previewViberCampaign(
    @Arg('input', () => SendViberCampaignInput, { description: 'What would be sent, and to whom.' })
    input: SendViberCampaignInput,
    @Ctx() context: GraphContext,
  ): Promise<SendPreview> {
    return previewSend(campaignSend, input, context);
  }

  @Extensions({ preview: true })
  @Query(() => SendPreview, {
    nullable: true,
    description: `What sendViberMessage would do with the same input. ${PREVIEW}`,
  })
  previewViberMessage(
    @Arg('input', () => SendViberMessageInput, { description: 'What would be sent, and to whom.' })
    input: SendViberMessageInput,
    @Ctx() context: GraphContext,
  ): Promise<SendPreview> {
    return previewSend(messageSend, input, context);
  }

  @Extensions({ preview: true })
  @Query(() => SendPreview, {
    nullable: true,
    description: `What sendFailoverFlow would do with the same input. ${PREVIEW} Content, billing and cost are those of the first step.`,
  })
  previewFailoverFlow(
    @Arg('input', () => SendFailoverFlowInput, { description: 'What would be sent, and to whom.' })
    input: SendFailoverFlowInput,
    @Ctx() context: GraphContext,
  ): Promise<SendPreview> {
    return previewSend(flowSend, input, context);
  }

  @FieldResolver(() => [CountryCount], {
    description:
      'How many of the phone numbers are in each country, sorted by country. A number that belongs to no one country is not counted.',
  })
  recipientsPerCountry(@Root() { countries }: SendPreview): readonly CountryCount[] {
    return countries();
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => CostEstimate, {
    nullable: true,
    description:
      'What it is expected to cost: the recipients of each country, times the country’s outbound Viber price (transactional for a template, else promotional). Of a flow the first step alone. One vendor call, at most one an hour. Null for a session, for contacts and groups, for a step that is not Viber, and for a country without a price.',
  })
  estimatedCost(
    @Root() preview: SendPreview,
    @Ctx() { sources, operation }: GraphContext,
  ): Promise<CostEstimate | null> {
    return estimateCost(preview, sources.account, operation);
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => AccountBalance, {
    nullable: true,
    description: 'The balance of the account that would pay; one vendor call. Null where no account is configured.',
  })
  balance(@Root() _preview: SendPreview, @Ctx() { sources, operation }: GraphContext): Promise<AccountBalance> | null {
    return sources.account?.balance(operation) ?? null;
  }
}

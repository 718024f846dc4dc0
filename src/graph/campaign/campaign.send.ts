import type { GraphContext } from '../context.js';
import { configured } from '../loading.js';
import { toTheSecond } from '../scalar/date-time.scalar.js';
import { contentKindOf } from '../sending/content.rules.js';
import { type PaidSendKind, type SendFacts, sendPaid } from '../sending/paid-send.js';
import { textWarnings } from '../sending/viber-message.rules.js';
import type { SendViberCampaignInput } from './campaign.input.js';
import { violationsOfCampaign } from './campaign.rules.js';
import { recordedCampaign } from './campaign.loader.js';
import type { SendViberCampaignPayload } from './campaign.type.js';

export const campaignSend: PaidSendKind<'VIBER_CAMPAIGN', SendViberCampaignInput> = {
  kind: 'VIBER_CAMPAIGN',
  source: 'campaignSender',
  defaults: { isSession: false },
  senderOf: (sources) => configured(sources, 'campaignSender'),
  violationsOf: violationsOfCampaign,
  warningsOf: ({ content, isSession }) => textWarnings(['input', 'content'], content, isSession === true),
  factsOf: factsOfCampaign,
};

function factsOfCampaign({ recipients, content, ...input }: SendViberCampaignInput): SendFacts {
  const { phoneNumbers, contactIds, groups } = recipients;
  const isCountable = !contactIds?.length && !groups?.length;
  return {
    phoneNumbers: phoneNumbers ?? [],
    recipientCount: isCountable ? (phoneNumbers?.length ?? 0) : null,
    channel: 'VIBER',
    contentKind: contentKindOf(content),
    text: content.text ?? null,
    hasTemplate: false,
    isSession: input.isSession === true,
    scheduledAt: input.scheduledAt == null ? null : Date.parse(toTheSecond(input.scheduledAt)),
    name: input.name ?? null,
    label: input.label ?? null,
  };
}

export async function sendCampaign(
  input: SendViberCampaignInput,
  context: GraphContext,
): Promise<SendViberCampaignPayload> {
  const { receipt, send, ...payload } = await sendPaid(campaignSend, input, context);
  return { campaign: recordedCampaign({ send: send.record.send, receipt }), send, ...payload };
}

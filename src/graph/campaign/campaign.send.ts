import { canonicalInput } from '../../sends/canonical.js';
import { sendOnce } from '../../sends/send-once.js';
import type { GraphContext } from '../context.js';
import { configured } from '../loading.js';
import { shownCampaign } from '../scope.js';
import type { SendViberCampaignInput } from './campaign.input.js';
import { isKeyValid, requireSendable } from './campaign.rules.js';
import type { SendViberCampaignPayload } from './campaign.type.js';

/** As the schema writes them. */
const DEFAULTS = { isSession: false };

/** Sends a campaign once under its key. @throws MessagingError, see sendOnce */
export async function sendCampaign(
  input: SendViberCampaignInput,
  context: GraphContext,
): Promise<SendViberCampaignPayload> {
  const { operation, scopes, sources } = context;
  const sender = configured(sources, 'campaignSender');
  const { idempotencyKey: key, ...rest } = input;
  const { receipt, replayed } = await sendOnce(
    sources.ledger,
    {
      kind: 'VIBER_CAMPAIGN',
      key,
      input: canonicalInput('VIBER_CAMPAIGN', rest, DEFAULTS),
      scheduledAt: input.scheduledAt == null ? null : Date.parse(input.scheduledAt),
      vendor: sources.vendorOf('campaignSender').vendor,
      isKeyValid: isKeyValid(key),
      requireSendable: () => requireSendable(input, new Date(operation.startedAt)),
      prepare: () => sender.prepare(),
      request: async (requireInTime) => {
        const campaign = await sender.send(input, operation, requireInTime);
        return { vendorId: campaign.trackingId, receipt: campaign };
      },
    },
    { deadline: operation.deadline },
  );
  return { campaign: shownCampaign(receipt, scopes), replayed };
}

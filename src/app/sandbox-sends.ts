import type { SendViberCampaignInput } from '../graph/campaign/campaign.input.js';
import { sendCampaign } from '../graph/campaign/campaign.send.js';
import type { GraphContext, Scope } from '../graph/context.js';
import type { FailoverStepInput } from '../graph/failover-flow/failover-step.input.js';
import { sendFlow } from '../graph/failover-flow/failover-flow.send.js';
import type { ViberMessageInput } from '../graph/viber-message/viber-content.input.js';
import { sendMessage } from '../graph/viber-message/viber-message.send.js';
import { Operation } from '../operation.js';
import { recipientAt } from '../sandbox/country.js';
import { sandboxIds } from '../sandbox/ids.js';
import { day } from '../sandbox/life.js';
import type { TenantService } from '../server/auth/caller.js';

type SampleSend = (context: GraphContext) => Promise<unknown>;

/** The n-th sample recipients. */
const numbers = (...ns: readonly number[]): string[] => ns.map((n) => recipientAt(n).to);

/** A magic recipient: expired after 6 s. */
const EXPIRES_BY_VIBER = '+12025550163';

const order: ViberMessageInput = {
  template: {
    templateId: sandboxIds.template,
    language: 'en',
    parameters: [
      { name: 'order_id', value: 'A-1007' },
      { name: 'day', value: 'Friday' },
    ],
  },
};

/**
 * Oldest first: what the sandbox's account has sent before anyone calls. The oldest moves for four minutes; the newest
 * campaign has a value for every field.
 */
function listSends(tenantNumber: number): readonly SampleSend[] {
  // the sandbox is one account for all tenants, and a name is unique in an account
  const nameOf = (name: string): string => (tenantNumber === 0 ? name : `${name} ${tenantNumber + 1}`);
  const campaign =
    (key: string, input: Omit<SendViberCampaignInput, 'idempotencyKey' | 'senderId'>): SampleSend =>
    (context) =>
      sendCampaign({ idempotencyKey: `sandbox-${key}`, senderId: sandboxIds.sender, ...input }, context);
  const message =
    (key: string, to: string, input: ViberMessageInput): SampleSend =>
    (context) =>
      sendMessage({ idempotencyKey: `sandbox-${key}`, senderId: sandboxIds.sender, to, message: input }, context);
  const flow =
    (key: string, to: string, steps: FailoverStepInput[]): SampleSend =>
    (context) =>
      sendFlow({ idempotencyKey: `sandbox-${key}`, to, steps }, context);
  return [
    campaign('autumn-offer', {
      name: nameOf('Autumn offer'),
      recipients: { groups: ['regulars'] },
      content: {
        text: 'Ten days of autumn offers, for you first.',
        imageUrl: 'https://example.com/offers.png',
        action: { caption: 'See them', targetUrl: 'https://example.com/offers' },
      },
      isSession: false,
      ttlSeconds: 86_400,
      label: 'autumn',
    }),
    campaign('question', {
      name: nameOf('Question to staff'),
      recipients: { groups: ['staff'] },
      content: { text: 'Which days suit you next week?' },
      isSession: true,
      label: 'staff',
    }),
    campaign('new-arrivals', {
      name: nameOf('New arrivals'),
      recipients: { phoneNumbers: numbers(601, 602, 603) },
      content: {
        text: 'New this week: coats and boots.',
        imageUrl: 'https://example.com/arrivals.png',
        action: { caption: 'Look', targetUrl: 'https://example.com/arrivals' },
      },
      isSession: false,
      ttlSeconds: 3600,
    }),
    message('order', recipientAt(621).to, order),
    message('map', recipientAt(622).to, {
      content: {
        text: 'Your parcel waits at the desk.',
        imageUrl: 'https://example.com/desk.png',
        action: { caption: 'Show map', targetUrl: 'https://example.com/map' },
      },
    }),
    flow('order-by-sms', EXPIRES_BY_VIBER, [
      { viber: { senderId: sandboxIds.sender, message: order } },
      { sms: { from: 'Shop', text: 'Order A-1007 arrives on Friday.' } },
    ]),
    flow('sale', recipientAt(631).to, [
      {
        viber: {
          senderId: sandboxIds.sender,
          message: { content: { imageUrl: 'https://example.com/sale.png' } },
          ttlSeconds: 600,
          label: 'sale',
        },
      },
      { sms: { from: 'Shop', text: 'The autumn sale is open: https://example.com/sale', ttlSeconds: 3600 } },
    ]),
    campaign('winter-sale', {
      name: nameOf('Winter sale'),
      recipients: {
        phoneNumbers: numbers(611, 612),
        contactIds: [sandboxIds.contact],
        groups: ['customers'],
      },
      scheduledAt: new Date(Date.now() + day).toISOString(),
      content: {
        text: 'Dear [~{firstName}], the winter sale is open.',
        imageUrl: 'https://example.com/winter.png',
        action: { caption: 'Shop now', targetUrl: 'https://example.com/winter' },
      },
      fallbackValues: [{ label: 'firstName', value: 'customer' }],
      ttlSeconds: 86_400,
      isSession: false,
      statusCallbackUrl: 'https://example.com/status',
      inboundCallbackUrl: 'https://example.com/inbound',
      label: 'winter',
    }),
  ];
}

const scopes: ReadonlySet<Scope> = new Set(['read', 'send']);

/**
 * Makes the sample sends of every tenant in the sandbox, one after another, once the schema is built.
 * @throws MessagingError
 */
export async function sendSamples(services: readonly TenantService[]): Promise<void> {
  for (const [tenantNumber, { tenant, sources, updates }] of services.entries())
    for (const send of listSends(tenantNumber))
      await send({ tenant, sources, updates, scopes, operation: new Operation(), audit: () => undefined, values: [] });
}

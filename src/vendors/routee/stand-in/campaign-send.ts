import { randomUUID } from 'node:crypto';
import { findCountry, recipientAt } from '../../../sandbox/country.js';
import { sandboxIds } from '../../../sandbox/ids.js';
import { formatDate } from '../../../sandbox/life.js';
import { senderNames, type ViberMessage } from '../../../sandbox/viber-message.js';
import type { World } from '../../../sandbox/world.js';
import { outcomeOf, trackingFailureOf } from './outcome.js';
import { refusals } from './refusal.js';
import { invalid, isPhoneNumber, type Rule, type Send, type Shape } from './send.js';
import {
  DEFAULT_TTL_SECONDS,
  readContent,
  viberFileShape,
  viberRules,
  viberShape,
  type ViberRequest,
} from './viber-request.js';

/** The body of POST /viber/campaign (Routee docs: send a Viber campaign). */
interface CampaignRequest extends ViberRequest {
  readonly to?: readonly string[];
  readonly contacts?: readonly string[];
  readonly groups?: readonly string[];
  readonly campaignName?: string;
  readonly scheduledDate?: string;
  readonly respectQuietHours?: boolean;
}

const shape: Shape = {
  ...viberShape,
  to: 'strings',
  contacts: 'strings',
  groups: 'strings',
  campaignName: 'string',
  scheduledDate: 'string',
  respectQuietHours: 'boolean',
  body: { ...viberShape.body, viberFile: viberFileShape('fileUrl'), fallbackValues: 'texts by name' },
};

const knownContacts: readonly string[] = [sandboxIds.contact, sandboxIds.otherContact];
/** Numbers of recipients. */
const groupSizes = new Map([
  ['customers', 25],
  ['staff', 5],
]);

const listsOf = ({ to = [], contacts = [], groups = [] }: CampaignRequest) => [to, contacts, groups];

/** `YYYY-MM-DDThh:mm:ssTZD`; a fraction of a second is accepted too. */
const isFuture = (date: string, now: number): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(date) && Date.parse(date) > now;

const rules: readonly Rule<CampaignRequest>[] = [
  ...viberRules<CampaignRequest>([
    [(r) => listsOf(r).every((list) => list.length === 0), invalid('one of to, contacts and groups is required')],
    [(r) => listsOf(r).some((list) => list.length > 1000), invalid('to, contacts and groups take at most 1000 each')],
    [({ to = [] }) => !to.every(isPhoneNumber), refusals.recipient],
    [({ campaignName: name }) => name !== undefined && !/^[A-Za-z0-9 -]{2,30}$/.test(name), invalid('campaignName')],
    [
      ({ scheduledDate: date }, { clock }) => date !== undefined && !isFuture(date, clock.now()),
      invalid('scheduledDate'),
    ],
  ]),
  [({ contacts = [] }) => contacts.some((id) => !knownContacts.includes(id)), refusals.contactNotFound],
  [
    ({ campaignName: name }, { campaigns }) => name !== undefined && campaigns.hasName(name),
    refusals.campaignNameTaken,
  ],
];

/** POST /viber/campaign */
export const createCampaignSend = ({ clock, campaigns }: World): Send<CampaignRequest> => ({
  path: '/viber/campaign',
  scope: 'viber',
  shape,
  rules,
  recipients: ({ to = [] }) => to,
  accept(request, effect) {
    const now = clock.now();
    const trackingId = randomUUID();
    const recipients = listRecipients(request);
    const messages = createMessages(request, trackingId, recipients, now);
    const campaign = {
      trackingId,
      name: request.campaignName,
      total: messages.length,
      messageAt: (position: number) => messages[position - 1]!,
      scheduledAt: request.scheduledDate === undefined ? undefined : Date.parse(request.scheduledDate),
      trackingFailure: trackingFailureOf(effect, now),
      cancel: effect?.kind === 'cancel' ? effect : undefined,
    };
    campaigns.add(campaign, messages);
    return viewCampaign(request, trackingId, recipients, messages, now);
  },
});

interface Recipient {
  readonly to: string;
  readonly group?: string;
}

/** Each number once. */
function listRecipients({ to = [], contacts = [], groups = [] }: CampaignRequest): Recipient[] {
  const all: Recipient[] = [
    ...to.map((number) => ({ to: number })),
    ...contacts.map((_, index) => ({ to: recipientAt(900 + index).to })),
    ...groups.flatMap((group, g) =>
      Array.from({ length: groupSizes.get(group) ?? 0 }, (_, index) => ({
        group,
        to: recipientAt(100 * (g + 1) + index).to,
      })),
    ),
  ];
  return [...new Map(all.map((recipient) => [recipient.to, recipient])).values()];
}

function createMessages(
  request: CampaignRequest,
  trackingId: string,
  recipients: readonly Recipient[],
  now: number,
): ViberMessage[] {
  const { campaignName: name, scheduledDate, isSessionMessage: isSession = false } = request;
  const content = readContent(request);
  return recipients.map(({ to, group }, index): ViberMessage => {
    return {
      trackingId: randomUUID(),
      to,
      from: senderNames.get(request.senderInfoTrackingId ?? '') ?? '',
      country: findCountry(to),
      // a scheduled message stays in its first state until then
      createdAt: scheduledDate === undefined ? now : Date.parse(scheduledDate),
      ...outcomeOf({ to, content, isSession }, index),
      inCapitals: true,
      content,
      ttlSeconds: request.ttl ?? DEFAULT_TTL_SECONDS,
      isSession,
      ...(isSession && { sessionId: randomUUID() }),
      expireOnDelivery: false,
      originatingService: 'ViberCampaign',
      campaign: { trackingId, name },
      groups: group === undefined ? [] : [group],
      report: index % 5 === 4 ? 'none' : index,
    };
  });
}

/** Routee docs: send a Viber campaign, response. Three members of the analysis are maps keyed by data. */
function viewCampaign(
  request: CampaignRequest,
  trackingId: string,
  recipients: readonly Recipient[],
  messages: readonly ViberMessage[],
  now: number,
) {
  const { scheduledDate, body, ttl = DEFAULT_TTL_SECONDS } = request;
  const cost = messages.reduce((sum, { price }) => sum + price, 0);
  // JSON leaves out members that are undefined
  return {
    campaignName: request.campaignName,
    trackingId,
    type: 'Viber',
    state: scheduledDate === undefined ? 'Queued' : 'Scheduled',
    createdAt: formatDate(now),
    scheduledDate: scheduledDate === undefined ? undefined : formatDate(Date.parse(scheduledDate)),
    respectQuietHours: request.respectQuietHours ?? false,
    senderInfoTrackingId: request.senderInfoTrackingId,
    senderInfoName: senderNames.get(request.senderInfoTrackingId ?? ''),
    to: request.to ?? [],
    groups: request.groups,
    body,
    ttl,
    cost: Number(cost.toFixed(4)),
    totalMessages: messages.length,
    isSessionMessage: request.isSessionMessage,
    callbackUrl: request.callbackUrl,
    inboundUrl: request.inboundUrl,
    label: request.label,
    viberAnalysis: {
      numberOfRecipients: recipients.length,
      recipientsPerCountry: count(recipients.map(({ to }) => findCountry(to).code)),
      recipientCountries: Object.fromEntries(recipients.map(({ to }) => [to, findCountry(to).code])),
      contacts: {},
      recipientsPerGroup: count(recipients.flatMap(({ group }) => group ?? [])),
      totalInGroups: recipients.filter(({ group }) => group !== undefined).length,
      bodyAnalysis: { characters: (body?.text ?? '').length },
    },
  };
}

function count(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

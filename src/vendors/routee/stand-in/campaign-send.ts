import { randomUUID } from 'node:crypto';
import { findCountry, recipientAt } from '../../../sandbox/country.js';
import { partId, sandboxIds } from '../../../sandbox/ids.js';
import { delayLife, formatDate, minute } from '../../../sandbox/life.js';
import { senderNames, type ViberMessage } from '../../../sandbox/viber-message.js';
import type { World } from '../../../sandbox/world.js';
import { reportMessages } from './callbacks.js';
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
/** By name: how many recipients, and within which time after the start Routee hands their messages to Viber. */
const groups: ReadonlyMap<string, { readonly size: number; readonly spread: number }> = new Map([
  ['customers', { size: 25, spread: 0 }],
  ['staff', { size: 5, spread: 0 }],
  ['regulars', { size: 300, spread: 4 * minute }],
  ['everybody', { size: 5000, spread: 5 * minute }],
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
export const createCampaignSend = (world: World): Send<CampaignRequest> => ({
  path: '/viber/campaign',
  scope: 'viber',
  shape,
  rules,
  recipients: ({ to = [] }) => to,
  accept(request, effect) {
    const { campaigns } = world;
    const now = world.clock.now();
    const trackingId = idOf(request, campaigns);
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
      callbackRequest: { callbackUrl: request.callbackUrl, inboundUrl: request.inboundUrl, label: request.label },
    };
    campaigns.add(campaign, messages);
    reportMessages(world, messages, request);
    return viewCampaign(request, trackingId, recipients, messages, now);
  },
});

/** The first campaign to the regulars alone has an id that is known, so that examples can name it. */
function idOf({ to, contacts, groups: names = [] }: CampaignRequest, campaigns: World['campaigns']): string {
  const isToRegulars = !to && !contacts && names.length === 1 && names[0] === 'regulars';
  return isToRegulars && !campaigns.find(sandboxIds.campaignLive) ? sandboxIds.campaignLive : randomUUID();
}

interface Recipient {
  readonly to: string;
  readonly group?: string;
  /** Milliseconds after the start of the campaign. */
  readonly delay?: number;
}

/** Each number once. */
function listRecipients({ to = [], contacts = [], groups: names = [] }: CampaignRequest): Recipient[] {
  const recipients = new Map<string, Recipient>();
  for (const number of to) recipients.set(number, { to: number });
  for (const index of contacts.keys()) recipients.set(recipientAt(900 + index).to, recipientAt(900 + index));
  for (const [index, group] of names.entries())
    for (const member of listMembers(group, 100 * (index + 1))) recipients.set(member.to, member);
  return [...recipients.values()].map(({ to: number, group, delay }) => ({ to: number, group, delay }));
}

/** Each of another number; the messages to a large group are sent in no order. */
function listMembers(group: string, first: number): Recipient[] {
  const { size, spread } = groups.get(group) ?? { size: 0, spread: 0 };
  const numbers = new Set<string>();
  for (let n = first; numbers.size < size; n++) numbers.add(recipientAt(n).to);
  // 7919 is a prime number: every position occurs once
  return [...numbers].map((to, index) => ({ to, group, delay: (spread / size) * ((index * 7919) % size) }));
}

function createMessages(
  request: CampaignRequest,
  trackingId: string,
  recipients: readonly Recipient[],
  now: number,
): ViberMessage[] {
  const { campaignName: name, scheduledDate, isSessionMessage: isSession = false } = request;
  const content = readContent(request);
  return recipients.map(({ to, group, delay = 0 }, index): ViberMessage => {
    const { life, price } = outcomeOf({ to, content, isSession }, index);
    return {
      trackingId: trackingId === sandboxIds.campaignLive ? partId(trackingId, index + 1) : randomUUID(),
      to,
      from: senderNames.get(request.senderInfoTrackingId ?? '') ?? '',
      country: findCountry(to),
      // a scheduled message stays in its first state until then
      createdAt: scheduledDate === undefined ? now : Date.parse(scheduledDate),
      life: delay > 0 ? delayLife(life, Math.round(delay)) : life,
      price,
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

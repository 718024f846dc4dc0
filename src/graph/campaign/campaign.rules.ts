import type { InputPath, Violation } from '../../errors/error.js';
import { toTheSecond } from '../scalar/date-time.scalar.js';
import { contentViolations } from '../sending/content.rules.js';
import {
  countViolations,
  emptyViolations,
  entryViolations,
  illFormedText,
  keyViolations,
  labelViolations,
  MAX_ENTRIES,
  phoneNumberViolations,
  publicUrlViolations,
  ttlViolations,
  VIBER_TTL,
} from '../sending/send.rules.js';
import { lengthViolations, violation } from '../sending/text.rules.js';
import type { CampaignRecipientsInput, LabelValueInput, SendViberCampaignInput } from './campaign.input.js';

const NAME_LENGTH = [2, 30] as const;
const CAMPAIGN_NAME = /^[A-Za-z0-9 -]*$/;

/** What Routee documents as a limit of a campaign, checked before any call (Routee docs: Viber, send a campaign). */
export const violationsOfCampaign = (input: SendViberCampaignInput, now: Date): readonly Violation[] => [
  ...fieldViolations(input, now),
  ...recipientViolations(input.recipients),
  ...contentViolations(['input', 'content'], input.content, input.isSession === true),
  ...fallbackViolations(input.fallbackValues ?? []),
  ...illFormedText(input),
];

function fieldViolations(input: SendViberCampaignInput, now: Date): Violation[] {
  const { idempotencyKey, senderId, name, scheduledAt } = input;
  const broken = [...keyViolations(idempotencyKey), ...emptyViolations(['input', 'senderId'], senderId)];
  if (name != null) broken.push(...nameViolations(name));
  if (scheduledAt != null && Date.parse(toTheSecond(scheduledAt)) <= now.getTime()) {
    broken.push(violation(['input', 'scheduledAt'], 'a time in the future is needed'));
  }
  return [
    ...broken,
    ...ttlViolations(['input', 'ttlSeconds'], input.ttlSeconds, VIBER_TTL),
    ...labelViolations(['input', 'label'], input.label),
    ...publicUrlViolations(['input', 'statusCallbackUrl'], input.statusCallbackUrl),
    ...publicUrlViolations(['input', 'inboundCallbackUrl'], input.inboundCallbackUrl),
  ];
}

function nameViolations(name: string): Violation[] {
  const path = ['input', 'name'];
  const wrongLength = lengthViolations(path, name, NAME_LENGTH);
  if (wrongLength.length > 0) return wrongLength;
  return CAMPAIGN_NAME.test(name) ? [] : [violation(path, 'latin letters, digits, spaces and hyphens are allowed')];
}

function recipientViolations({ phoneNumbers, contactIds, groups }: CampaignRecipientsInput): Violation[] {
  const path = ['input', 'recipients'] as const;
  if (!phoneNumbers?.length && !contactIds?.length && !groups?.length) {
    return [violation(path, 'at least one phone number, contact or group is needed')];
  }
  return [
    ...listViolations([...path, 'phoneNumbers'], phoneNumbers ?? [], phoneNumberViolations),
    ...listViolations([...path, 'contactIds'], contactIds ?? [], emptyViolations),
    ...listViolations([...path, 'groups'], groups ?? [], emptyViolations),
  ];
}

/** A list that is too long is not looked into. */
function listViolations(
  path: InputPath,
  list: readonly string[],
  violationsOf: (path: InputPath, text: string) => Violation[],
): Violation[] {
  const tooMany = countViolations(path, list, [0, MAX_ENTRIES]);
  return tooMany.length > 0
    ? tooMany
    : entryViolations(list, { textOf: String, pathOf: (index) => [...path, index], violationsOf });
}

function fallbackViolations(values: readonly LabelValueInput[]): Violation[] {
  const path = ['input', 'fallbackValues'] as const;
  const tooMany = countViolations(path, values, [0, MAX_ENTRIES]);
  if (tooMany.length > 0) return tooMany;
  return entryViolations(values, {
    textOf: ({ label }) => label,
    pathOf: (index) => [...path, index, 'label'],
    violationsOf: emptyViolations,
  });
}

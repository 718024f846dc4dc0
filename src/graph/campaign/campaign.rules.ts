import { type InputPath, type Violation, violationError } from '../../errors/error.js';
import type { CampaignRecipientsInput, LabelValueInput, SendViberCampaignInput } from './campaign.input.js';
import { PHONE_NUMBER_RULE, readPhoneNumber } from '../delivery/phone-number.js';
import { contentViolations } from './content.rules.js';
import { isPublicHttpsUrl, lengthViolations, violation } from './text.rules.js';

const MAX_LIST = 1000;
const CAMPAIGN_NAME = /^[A-Za-z0-9 -]*$/;

/**
 * What Routee documents as a limit of a campaign, checked before any call (Routee docs: Viber, send a campaign).
 * @throws MessagingError with every rule that is broken
 */
export function requireSendable(input: SendViberCampaignInput, now: Date): void {
  const violations = [
    ...fieldViolations(input, now),
    ...recipientViolations(input.recipients),
    ...contentViolations(input.content, input.isSession),
    ...fallbackViolations(input.fallbackValues ?? []),
    ...illFormedText(input, ['input']),
  ];
  if (violations.length > 0) throw violationError(violations);
}

const NAME_LENGTH = [2, 30] as const;
const MAX_KEY = 255;
const MAX_LABEL = 350;
const [MIN_TTL, MAX_TTL] = [30, 86_400];

/** Only such a key can be bound: half a surrogate pair cannot be told from another half. */
export const isKeyValid = (key: string): boolean => keyViolations(key).length === 0 && key.isWellFormed();

const keyViolations = (key: string): Violation[] => lengthViolations(['input', 'idempotencyKey'], key, [1, MAX_KEY]);

function fieldViolations(input: SendViberCampaignInput, now: Date): Violation[] {
  const { idempotencyKey, senderId, name, scheduledAt, ttlSeconds, label } = input;
  const broken = keyViolations(idempotencyKey);
  if (senderId === '') broken.push(violation(['input', 'senderId'], EMPTY));
  if (name != null) broken.push(...nameViolations(name));
  if (scheduledAt != null && Date.parse(scheduledAt) <= now.getTime()) {
    broken.push(violation(['input', 'scheduledAt'], 'a time in the future is needed'));
  }
  if (ttlSeconds != null && (ttlSeconds < MIN_TTL || ttlSeconds > MAX_TTL)) {
    broken.push(violation(['input', 'ttlSeconds'], `${MIN_TTL} to ${MAX_TTL} are allowed`, 'TTL_OUT_OF_RANGE'));
  }
  if (label != null) broken.push(...lengthViolations(['input', 'label'], label, [0, MAX_LABEL]));
  for (const field of ['statusCallbackUrl', 'inboundCallbackUrl'] as const) {
    const url = input[field];
    if (url != null && !isPublicHttpsUrl(url)) {
      broken.push(violation(['input', field], 'an https address on a public host is needed'));
    }
  }
  return broken;
}

const EMPTY = '0 characters; at least 1 is needed';

function nameViolations(name: string): Violation[] {
  const path = ['input', 'name'];
  const wrongLength = lengthViolations(path, name, NAME_LENGTH);
  if (wrongLength.length > 0) return wrongLength;
  return CAMPAIGN_NAME.test(name) ? [] : [violation(path, 'latin letters, digits, spaces and hyphens are allowed')];
}

function recipientViolations(recipients: CampaignRecipientsInput): Violation[] {
  const path = ['input', 'recipients'] as const;
  const { phoneNumbers, contactIds, groups } = recipients;
  if (!phoneNumbers?.length && !contactIds?.length && !groups?.length) {
    return [violation(path, 'at least one phone number, contact or group is needed')];
  }
  return [
    ...listViolations([...path, 'phoneNumbers'], phoneNumbers ?? [], phoneNumberViolations),
    ...listViolations([...path, 'contactIds'], contactIds ?? [], emptyViolations),
    ...listViolations([...path, 'groups'], groups ?? [], emptyViolations),
  ];
}

const emptyViolations = (path: InputPath, text: string): Violation[] => (text === '' ? [violation(path, EMPTY)] : []);

const phoneNumberViolations = (path: InputPath, text: string): Violation[] =>
  readPhoneNumber(text) === null ? [violation(path, PHONE_NUMBER_RULE, 'INVALID_RECIPIENT')] : [];

/** Every entry by its own rule, none twice, not too many. A list that is too long is not looked into. */
function listViolations<Entry>(
  path: InputPath,
  list: readonly Entry[],
  entryViolations: (path: InputPath, text: string) => Violation[],
  place: { readonly textOf: (entry: Entry) => string; readonly pathOf: (index: number) => InputPath } = {
    textOf: String,
    pathOf: (index) => [...path, index],
  },
): Violation[] {
  if (list.length > MAX_LIST) return [violation(path, `${list.length} entries; at most ${MAX_LIST} are allowed`)];
  const seen = new Set<string>();
  return list.flatMap((entry, index) => {
    const [text, at] = [place.textOf(entry), place.pathOf(index)];
    const broken = entryViolations(at, text);
    if (broken.length === 0 && seen.has(text)) broken.push(violation(at, 'each entry is allowed once'));
    seen.add(text);
    return broken;
  });
}

function fallbackViolations(values: readonly LabelValueInput[]): Violation[] {
  const path = ['input', 'fallbackValues'] as const;
  return listViolations(path, values, emptyViolations, {
    textOf: ({ label }) => label,
    pathOf: (index) => [...path, index, 'label'],
  });
}

/** Text with half a surrogate pair cannot be written as UTF-8: the vendor would be sent something else. */
function illFormedText(value: unknown, path: InputPath): Violation[] {
  if (typeof value === 'string')
    return value.isWellFormed()
      ? []
      : [violation(path, 'well-formed Unicode is needed; half of a surrogate pair is not')];
  if (Array.isArray(value)) return value.flatMap((item, index) => illFormedText(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => illFormedText(member, [...path, name]));
}

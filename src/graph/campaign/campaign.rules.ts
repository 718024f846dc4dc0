import { type InputPath, type Violation, violationError } from '../../errors/error.js';
import type { MessagingErrorCode } from '../../errors/catalogue.js';
import type { CampaignRecipientsInput, LabelValueInput, SendViberCampaignInput } from './campaign.input.js';
import { readPhoneNumber } from '../delivery/phone-number.js';
import { contentViolations } from './content.rules.js';
import { isPublicHttpsUrl, lengthOf } from './text.rules.js';

const MAX_LIST = 1000;
const CAMPAIGN_NAME = /^[A-Za-z0-9 -]{2,30}$/;

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

const violation = (inputPath: InputPath, message: string, code: MessagingErrorCode = 'BAD_USER_INPUT'): Violation => ({
  code,
  inputPath,
  message,
});

function fieldViolations(input: SendViberCampaignInput, now: Date): Violation[] {
  const broken: Violation[] = [];
  const { idempotencyKey, senderId, name, scheduledAt, ttlSeconds, label } = input;
  const keyLength = lengthOf(idempotencyKey);
  if (keyLength < 1 || keyLength > 255)
    broken.push(violation(['input', 'idempotencyKey'], 'A key has 1 to 255 characters.'));
  if (senderId === '') broken.push(violation(['input', 'senderId'], 'A sender id is not empty.'));
  if (name != null && !CAMPAIGN_NAME.test(name)) {
    broken.push(violation(['input', 'name'], 'A name has 2 to 30 latin letters, digits, spaces and hyphens.'));
  }
  if (scheduledAt != null && Date.parse(scheduledAt) <= now.getTime()) {
    broken.push(violation(['input', 'scheduledAt'], 'A send is scheduled for the future.'));
  }
  if (ttlSeconds != null && (ttlSeconds < 30 || ttlSeconds > 86_400)) {
    broken.push({ code: 'TTL_OUT_OF_RANGE', inputPath: ['input', 'ttlSeconds'] });
  }
  if (label != null && lengthOf(label) > 350)
    broken.push(violation(['input', 'label'], 'A label has at most 350 characters.'));
  for (const field of ['statusCallbackUrl', 'inboundCallbackUrl'] as const) {
    const url = input[field];
    if (url != null && !isPublicHttpsUrl(url)) {
      broken.push(violation(['input', field], 'A callback is an https address on a public host.'));
    }
  }
  return broken;
}

function recipientViolations(recipients: CampaignRecipientsInput): Violation[] {
  const path = ['input', 'recipients'] as const;
  const lists = (['phoneNumbers', 'contactIds', 'groups'] as const).map(
    (kind) => [kind, recipients[kind] ?? []] as const,
  );
  if (lists.every(([, list]) => list.length === 0)) {
    return [violation(path, 'A campaign goes to at least one phone number, contact or group.')];
  }
  return lists.flatMap(([kind, list]) => [
    ...listViolations([...path, kind], list, (text) =>
      kind === 'phoneNumbers' ? readPhoneNumber(text) === null && 'INVALID_RECIPIENT' : text === '' && 'BAD_USER_INPUT',
    ),
  ]);
}

/** Every entry by its own rule, none twice, not too many. A list that is too long is not looked into. */
function listViolations(
  path: InputPath,
  list: readonly string[],
  breaks: (entry: string) => MessagingErrorCode | false,
): Violation[] {
  if (list.length > MAX_LIST) return [violation(path, `A list has at most ${MAX_LIST} entries.`)];
  const seen = new Set<string>();
  return list.flatMap((entry, index) => {
    const code = breaks(entry) || (seen.has(entry) && 'BAD_USER_INPUT');
    seen.add(entry);
    if (!code) return [];
    return [
      code === 'BAD_USER_INPUT'
        ? violation([...path, index], 'An entry is not empty and not repeated.')
        : { code, inputPath: [...path, index] },
    ];
  });
}

function fallbackViolations(values: readonly LabelValueInput[]): Violation[] {
  const path = ['input', 'fallbackValues'] as const;
  if (values.length > MAX_LIST) return [violation(path, `A list has at most ${MAX_LIST} entries.`)];
  const seen = new Set<string>();
  return values.flatMap(({ label }, index) => {
    const broken = label === '' || seen.has(label);
    seen.add(label);
    return broken ? [violation([...path, index, 'label'], 'A label is not empty and not repeated.')] : [];
  });
}

/** Text with half a surrogate pair cannot be written as UTF-8: the vendor would be sent something else. */
function illFormedText(value: unknown, path: InputPath): Violation[] {
  if (typeof value === 'string') return value.isWellFormed() ? [] : [violation(path, 'A text is well-formed Unicode.')];
  if (Array.isArray(value)) return value.flatMap((item, index) => illFormedText(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => illFormedText(member, [...path, name]));
}

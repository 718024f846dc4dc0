/**
 * Ids of the sandbox, the same in every run. They have the form of the vendors' UUIDs: the first part is `ca` and a
 * campaign's size or `f1` and a failover flow's number, the last one the position inside (0 for the whole).
 */
const uuid = (head: string, position = 0) => `${head}-0000-4000-8000-${String(position).padStart(12, '0')}`;

/** The tracking id of a message in a sample campaign, by its position from 1; of a Viber step in a flow, by its order. */
export function partId(wholeId: string, position: number): string {
  return wholeId.slice(0, 24) + String(position).padStart(12, '0');
}

/** The inverse of `partId`; null for an id of another form. */
export function splitId(id: string): { wholeId: string; position: number } | null {
  const match = /^([0-9a-f]{8}-0000-4000-8000-)(\d{12})$/.exec(id);
  return match ? { wholeId: `${match[1]}000000000000`, position: Number(match[2]) } : null;
}

/** GMS has an id of its own for a message: here the Routee id with the version digit 5. */
export function gmsIdOf(extraId: string): string {
  return extraId.charAt(14) === '4' && extraId.length === 36
    ? `${extraId.slice(0, 14)}5${extraId.slice(15)}`
    : `gms-${extraId}`;
}

export function extraIdOf(messageId: string): string | null {
  if (messageId.startsWith('gms-')) return messageId.slice(4);
  return messageId.charAt(14) === '5' && messageId.length === 36
    ? `${messageId.slice(0, 14)}4${messageId.slice(15)}`
    : null;
}

/** A sample failover flow by number, 1 to 50; 25 is transactional, 49 and 50 start when the sandbox starts. */
export const flowId = (n: number) => uuid(`f1${String(n).padStart(6, '0')}`);

const campaign = (n: number) => uuid(`ca${String(n).padStart(6, '0')}`);
const campaign12 = campaign(12);

export const sandboxIds = {
  /** Campaigns of that many messages, from an hour to four days old. */
  campaign12,
  campaign237: campaign(237),
  campaign5000: campaign(5000),
  /** Six messages that are sent when the sandbox starts. */
  campaignMoving: campaign(6),
  /** The first campaign that is sent to the group `regulars` alone: `npm start` sends it. */
  campaignLive: campaign(300),
  /** Exists and has no messages. */
  campaignEmpty: campaign(0),

  messageSeen: partId(campaign12, 1),
  messageDelivered: partId(campaign12, 2),
  messageUndelivered: partId(campaign12, 3),
  messageExpired: partId(campaign12, 4),
  messageQueued: partId(campaign12, 5),
  messageFailed: partId(campaign12, 6),
  messageSent: partId(campaign12, 7),
  messageUnsent: partId(campaign12, 8),
  messageExpiredAfterDelivery: partId(campaign12, 9),

  flowViberThenSms: flowId(1),
  flowViber: flowId(2),
  flowMultipartSms: flowId(3),
  flowVoice: flowId(4),
  flowQueued: flowId(5),
  flowInProgress: flowId(6),
  flowFailedServerError: flowId(7),
  flowFailedBalance: flowId(8),
  flowFailedNoNextStep: flowId(9),
  flowFailedNotTriggered: flowId(10),
  flowUnknownStep: flowId(11),
  flowVoiceThenSms: flowId(12),
  flowMoving: flowId(49),
  flowMovingViber: flowId(50),
  flowTransactional: flowId(25),

  sender: '5e4de700-0000-4000-8000-000000000001',
  otherSender: '5e4de700-0000-4000-8000-000000000002',
  contact: 'c0417ac7-0000-4000-8000-000000000001',
  otherContact: 'c0417ac7-0000-4000-8000-000000000002',

  /** Approved, of `sender`; parameters `order_id` and `day`, languages `en` and `el`. */
  template: '7e390000-0000-4000-8000-000000000001',
  /** Approved, of `otherSender`; no parameters, language `en`. */
  templateOfOtherSender: '7e390000-0000-4000-8000-000000000002',
  /** Was one of `sender`. */
  templateDeleted: '7e390000-0000-4000-8000-000000000003',
} as const;

/** What is shown under a magic id. */
export const magicSamples = {
  message: partId(campaign12, 12),
  campaign: sandboxIds.campaign237,
  flow: sandboxIds.flowViberThenSms,
} as const;

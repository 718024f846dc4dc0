import type { Channel, DeliveryState } from '../../../graph/delivery/delivery-status.type.js';
import type { FailoverChannel, FailoverSearch } from '../../../graph/failover-flow/failover-flow.source.js';
import type {
  FailoverFailureReason,
  FailoverFlow,
  FailoverFlowKind,
  FailoverStatus,
} from '../../../graph/failover-flow/failover-flow.type.js';
import type {
  FailoverStep,
  OtherStep,
  SmsStep,
  ViberStep,
  VoiceStep,
} from '../../../graph/failover-flow/failover-step.type.js';
import type { ViberContent } from '../../../graph/viber-message/viber-content.type.js';
import { instant } from '../../instant.js';
import {
  identifier,
  int32,
  isObject,
  list,
  type Members,
  members,
  number,
  phoneNumber,
  seconds,
  sender,
  text,
  textId,
  wordTable,
} from '../../reading.js';
import { readContent, readText } from './content.js';
import { country } from './country.js';
import {
  isFinalFlow,
  readChannel,
  readExpireOnDelivery,
  readFailureReason,
  readFlowStatus,
  readState,
  readStatus,
  readWord,
} from './status.js';
import { readTemplate } from './template.js';

/** Routee docs: failover tracking. Null without the id that identifies it. */
export function readFlow(row: unknown, asOf: string): FailoverFlow | null {
  const trackingId = isObject(row) ? textId(row.trackingId) : null;
  if (!isObject(row) || trackingId === null) return null;
  const vendorStatus = readWord(row.status);
  const status = readFlowStatus(vendorStatus);
  return {
    __typename: 'FailoverFlow',
    trackingId,
    asOf,
    kind: readKind(text(row.flowKind)),
    status,
    vendorStatus,
    isFinal: isFinalFlow(status),
    failureReason: readReason(status, row.statusCode),
    terminationChannel: readChannel(text(row.terminationChannel)),
    totalPrice: number(row.totalPrice), // the vendor's figure: in one of its own examples it is not the sum of the steps
    originatingService: text(row.originatingService),
    applicationId: identifier(row.applicationId),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    steps: readSteps(row.messages),
  };
}

/** Only transactional flows have `flowKind`. */
const readKind = (flowKind: string | null): FailoverFlowKind =>
  flowKind === null ? 'STANDARD' : (kinds(flowKind) ?? 'UNKNOWN');

const kinds = wordTable<FailoverFlowKind>({ transactional: 'TRANSACTIONAL', standard: 'STANDARD' });

/** `statusCode` is null, "" or a number. */
function readReason(status: FailoverStatus, statusCode: unknown): FailoverFailureReason | null {
  const code = number(statusCode);
  return status === 'FAILED' && code !== null ? readFailureReason(code) : null;
}

const MINUTE = 60;

/** The steps of a flow in order (Routee docs: failover tracking); entries of the same order keep theirs. */
function readSteps(value: unknown): FailoverStep[] {
  const steps = (list(value) ?? []).filter(isObject).map((step, index) => readStep(step, index + 1));
  return steps.sort((a, b) => a.order - b.order);
}

const readStep = (step: Members, position: number): FailoverStep =>
  (readers(text(step.type)) ?? otherStep)(step, position);

const readers = wordTable<(step: Members, position: number) => SmsStep | ViberStep | VoiceStep>({
  Sms: smsStep,
  Viber: viberStep,
  Voice: voiceStep,
});

/** What every step has. What a kind adds is assigned: spreading into a literal of this size costs 60 times as much. */
function stepOf<Name extends FailoverStep['__typename']>(
  __typename: Name,
  channel: Channel,
  step: Members,
  position: number,
) {
  const failoverOn = readFailoverOn(step.failoverOnStatuses);
  return {
    __typename,
    order: int32(step.order) ?? position,
    channel,
    status: step.status === undefined || step.status === null ? null : readStatus(step.status, channel),
    failoverOn,
    failoverOnStates: [...new Set<DeliveryState>(failoverOn.map((raw) => readState(channel, raw).state))],
    to: phoneNumber(step.to) ?? phoneNumber(members(step.to).phone),
    from: sender(step.from),
    country: country(step.country),
    price: number(step.price),
    createdAt: instant(step.createdAt),
  };
}

function smsStep(step: Members, position: number): SmsStep {
  return Object.assign(stepOf('SmsStep', 'SMS', step, position), {
    messageId: identifier(step.messageId),
    smsId: identifier(step.smsId),
    text: readText(step),
    operator: text(step.operator),
    part: int32(step.part),
    parts: int32(step.parts),
    latencyMilliseconds: int32(step.latency),
    label: text(step.label) ?? text(members(step.message).label), // in `message` where the step is sent
    ttlSeconds: seconds(step.ttl, MINUTE),
  });
}

function viberStep(step: Members, position: number): ViberStep {
  return Object.assign(stepOf('ViberStep', 'VIBER', step, position), {
    trackingId: identifier(step.trackingId),
    content: readGivenContent(step),
    template: readTemplate(step),
    label: text(step.label),
    ttlSeconds: seconds(step.ttl, MINUTE),
    inboundUrl: text(step.inboundUrl),
    expireOnDelivery: readExpireOnDelivery(step),
    expiredOnDeliveryAt: instant(step.expiredOnDeliveryAt),
  });
}

function voiceStep(step: Members, position: number): VoiceStep {
  return Object.assign(stepOf('VoiceStep', 'VOICE', step, position), {
    messageId: identifier(step.messageId),
    durationSeconds: number(step.duration),
    answeredBy: text(step.answeredBy),
  });
}

function otherStep(step: Members, position: number): OtherStep {
  const vendorType = text(step.type);
  return Object.assign(stepOf('OtherStep', readChannel(vendorType) ?? 'UNKNOWN', step, position), {
    vendorType: vendorType ?? '',
  });
}

/** A list, or one text with commas on older pages. */
function readFailoverOn(value: unknown): string[] {
  const raw = typeof value === 'string' ? value.split(',') : (list(value) ?? []);
  return raw.flatMap((entry) => text(typeof entry === 'string' ? entry.trim() : null) ?? []);
}

/** Null when the step has no part of it. */
function readGivenContent(step: Members): ViberContent | null {
  const content = readContent(step);
  const { text: textPart, imageUrl, action, file, video } = content;
  return (textPart ?? imageUrl ?? action ?? file ?? video) ? content : null;
}

const channels: Readonly<Record<FailoverChannel, string>> = { SMS: 'Sms', VIBER: 'Viber', VOICE: 'Voice' };

const statuses: Readonly<Record<NonNullable<FailoverSearch['status']>, string>> = {
  QUEUED: 'Queued',
  IN_PROGRESS: 'InProgress',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
};

/** The body of a search (Routee docs: search failover flows). How several filters combine is silent: all are taken to hold. */
export function searchFilters(search: FailoverSearch): unknown[] {
  const { channel, recipient, status, terminationChannel, kind } = search;
  return [
    filter('type', channel && channels[channel]),
    filter('to', recipient),
    filter('status', status && statuses[status]),
    filter('terminationChannel', terminationChannel && channels[terminationChannel]),
    // standard flows have no flowKind to search for
    filter('flowKind', kind && 'transactional').map((one) =>
      kind === 'STANDARD' ? { ...one, searchOperator: 'is_not' } : one,
    ),
  ].flat();
}

const filter = (fieldName: string, searchTerm: string | null) =>
  searchTerm === null ? [] : [{ fieldName, searchTerm }];

/** The documented form has minute precision (`2025-05-05T15:00Z`): finer only when the instant is. */
export const searchInstant = (instant: string): string =>
  new Date(instant).toISOString().replace(/(?::00)?\.000Z$/, 'Z');

import type { Channel, DeliveryState } from '../../../graph/delivery/delivery-state.type.js';
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
  wordTable,
} from '../../reading.js';
import { country } from './country.js';
import { readState } from './states.js';
import { readContent, readText } from './content.js';
import { readExpireOnDelivery, readStatus } from './status.js';
import { readTemplate } from './template.js';

const MINUTE = 60;

/** The steps of a flow in order (Routee docs: failover tracking); entries of the same order keep theirs. */
export function readSteps(value: unknown): FailoverStep[] {
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
    failoverOnStates: [...new Set<DeliveryState>(failoverOn.map((told) => readState(channel, told).state))],
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
    content: readToldContent(step),
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

const otherStep = (step: Members, position: number): OtherStep =>
  Object.assign(stepOf('OtherStep', 'UNKNOWN', step, position), { vendorType: text(step.type) ?? '' });

/** A list, or one text with commas on older pages. */
function readFailoverOn(value: unknown): string[] {
  const told = typeof value === 'string' ? value.split(',') : (list(value) ?? []);
  return told.flatMap((entry) => text(typeof entry === 'string' ? entry.trim() : null) ?? []);
}

/** Null when the step tells no part at all. */
function readToldContent(step: Members): ViberContent | null {
  const content = readContent(step);
  const { text: said, imageUrl, action, file, video } = content;
  return (said ?? imageUrl ?? action ?? file ?? video) ? content : null;
}

import type { LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';
import { subjectKey } from '../log/subject-state.js';

/** What is read and watched as one, that an event is about: of a step its flow; of a report also its extraId. */
export function subjectKeysOf(event: LoggedEvent): string[] {
  const { kind, extraId, flowTrackingId } = event;
  if (kind === 'FAILOVER_STEP') return [subjectKey({ kind: 'FAILOVER_FLOW', id: String(flowTrackingId) })];
  const key = subjectKey(event);
  return kind === 'DELIVERY_REPORT' && extraId !== null ? [key, subjectKey({ kind, id: `extra/${extraId}` })] : [key];
}

export const campaignKey = (trackingId: string): string => `CAMPAIGN/${trackingId}`;

/** All that an event is about: also the campaign of a message. */
export function keysOf(event: LoggedEvent): string[] {
  const keys = subjectKeysOf(event);
  return event.campaignTrackingId === null ? keys : [...keys, campaignKey(event.campaignTrackingId)];
}

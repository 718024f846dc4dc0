import type { DeliveryEvents, LoggedEvent, SubjectName } from '../graph/delivery-event/delivery-event.source.js';
import type { OpenVendor } from '../vendors/vendor.js';

/** One vendor by its name, which the graph may write before its ids, and its client. */
export interface CachingVendor {
  readonly name: string;
  readonly client: Pick<OpenVendor, 'forget'>;
}

/**
 * Drops what is cached about a subject as soon as an event reports that it has changed: the subject itself, the pages of
 * its campaign, the flow of a step, the report under its own id.
 * @returns how to stop
 */
export const forgetOnEvents = (events: DeliveryEvents, vendors: readonly CachingVendor[]): (() => void) =>
  events.listen((reported) => {
    for (const event of reported)
      for (const subject of staleOf(event))
        for (const { name, client } of vendors) client.forget({ kind: subject.kind, id: vendorId(subject.id, name) });
  });

function staleOf({ kind, id, campaignTrackingId, flowTrackingId, extraId }: LoggedEvent): SubjectName[] {
  if (kind === 'SEND') return [];
  const stale: SubjectName[] = kind === 'FAILOVER_STEP' ? [] : [{ kind, id }];
  if (campaignTrackingId !== null) stale.push({ kind, id: campaignTrackingId });
  if (flowTrackingId !== null) stale.push({ kind: 'FAILOVER_FLOW', id: flowTrackingId });
  if (extraId !== null) stale.push({ kind, id: extraId });
  return stale;
}

/** The graph shows an id of a vendor that is not the first to serve its noun as `{vendor}~{id}`. */
function vendorId(id: string, vendor: string): string {
  const prefix = `${vendor.toLowerCase()}~`;
  return id.startsWith(prefix) ? id.slice(prefix.length) : id;
}

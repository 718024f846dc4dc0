import type { DeliveryEvents, KnownSubject, SubjectName } from './delivery-event/delivery-event.source.js';
import type { DeliveryStatus } from './delivery/delivery-status.type.js';
import { shownState } from './delivery/state-rank.js';
import type { VendorPage } from './page/window.js';
import type { ViberMessage } from './viber-message/viber-message.type.js';

type Known = readonly (KnownSubject | null)[];

/**
 * What the log knows of some subjects, in their order: at once, and without asking it, where it knows none. While it is
 * away nothing is known, so that vendors' own states are shown.
 */
export function knownOf(events: DeliveryEvents, names: readonly SubjectName[]): Known | Promise<Known> {
  if (names.length === 0 || events.isEmpty()) return names.map(() => null);
  const known = events.known(names);
  return known instanceof Promise ? known.catch(() => names.map(() => null)) : known;
}

/** The status to show: the log's where the vendor's read is outranked by it, else the read itself. */
export function shownStatus(read: DeliveryStatus, known: KnownSubject | null | undefined): DeliveryStatus {
  if (!known || known.history.length === 0) return read;
  return shownState(
    read,
    known.history.map(({ status }) => status),
  );
}

/** A page of messages with the states and campaigns that the log knows; the same page where it knows no more. */
export function showKnownPage(
  page: VendorPage<ViberMessage>,
  events: DeliveryEvents,
): VendorPage<ViberMessage> | Promise<VendorPage<ViberMessage>> {
  if (events.isEmpty()) return page;
  const known = knownOf(events, page.rows.flatMap(nameOfRow));
  return known instanceof Promise ? known.then((all) => mergePage(page, all)) : mergePage(page, known);
}

export const messageName = (trackingId: string): SubjectName => ({ kind: 'VIBER_MESSAGE', id: trackingId });

const nameOfRow = (row: ViberMessage | null): SubjectName[] => (row ? [messageName(row.trackingId)] : []);

function mergePage(page: VendorPage<ViberMessage>, known: Known): VendorPage<ViberMessage> {
  let next = 0;
  let isChanged = false;
  const rows = page.rows.map((row) => {
    const shown = row && showKnown(row, known[next++] ?? null);
    isChanged ||= shown !== row;
    return shown;
  });
  return isChanged ? { ...page, rows } : page;
}

/** A message with the state and the campaign that the log knows of it; the same message where it knows no more. */
export function showKnown(message: ViberMessage, known: KnownSubject | null): ViberMessage {
  if (known === null) return message;
  const status = shownStatus(message.status, known);
  const campaign = message.campaignTrackingId === null ? known.campaignTrackingId : null;
  if (status === message.status && campaign === null) return message;
  return campaign === null
    ? { ...message, status }
    : { ...message, status, campaignTrackingId: campaign, campaignName: message.campaignName ?? undefined };
}

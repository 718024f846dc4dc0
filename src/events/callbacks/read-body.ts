import type { CallbackReading, VendorCallbacks } from '../../vendors/vendor.js';
import { isVendorId } from '../../vendor-id.js';

/** What a body reports, entry by entry. */
export interface ReadBody {
  readonly readings: readonly CallbackReading[];
  /** Entries of an array that have no shape of the vendor. */
  readonly bad: number;
}

/** @param asOf ISO 8601 @returns null for a text that has no shape of the vendor */
export function readCallbackBody(callbacks: Required<VendorCallbacks>, text: string, asOf: string): ReadBody | null {
  let body: unknown;
  try {
    body = callbacks.parse(text);
  } catch {
    return null;
  }
  const entries: readonly unknown[] = Array.isArray(body) ? body : [body];
  const readings = entries.flatMap((entry) => {
    const reading = callbacks.read(entry, asOf);
    return reading && isWhole(reading) ? [reading] : [];
  });
  if (readings.length === 0 && !(Array.isArray(body) && callbacks.sendsBatches)) return null;
  return { readings, bad: entries.length - readings.length };
}

/** Ids are names of keys in the log and in the ledger, and what subjects are looked up by. */
const isId = (id: string | null | undefined): boolean => id == null || isVendorId(id);

const isWhole = ({ values, sentIds }: CallbackReading): boolean =>
  Object.values(sentIds).every(isId) &&
  values.every((value) => {
    switch (value.__typename) {
      case 'ViberMessage':
        return isId(value.trackingId) && isId(value.campaignTrackingId);
      case 'FailoverFlow':
        return (
          isId(value.trackingId) &&
          value.steps.every((step) => !('trackingId' in step) || isId(step.trackingId as string | null))
        );
      case 'DeliveryReport':
        return isId(value.messageId) && isId(value.extraId);
    }
  });

import type { Tenant } from '../context.js';
import { writeGlobalId } from '../node/global-id.js';
import { isVendorId } from '../node/vendor-id.js';
import type { ReportKey } from './delivery-report.source.js';

/** A report is named by GMS's id of the message, or, as long as it has none, by the sender's own. */
export const writeReportId = (tenant: Tenant, messageId: string | null, extraId: string | null): string =>
  writeGlobalId(tenant, { type: 'DeliveryReport', key: messageId === null ? `e:${extraId ?? ''}` : `m:${messageId}` });

/** @returns null for a key that names no report */
export function readReportKey(key: string): ReportKey | null {
  const id = key.slice(2);
  if (!isVendorId(id)) return null;
  if (key.startsWith('m:')) return { messageId: id };
  return key.startsWith('e:') ? { extraId: id } : null;
}

import type { Tenant } from '../context.js';
import { writeGlobalId } from '../node/node.id.js';
import { isVendorId } from '../../vendor-id.js';
import type { ReportKey } from './delivery-report.source.js';
import type { DeliveryReport } from './delivery-report.type.js';

/** A report is named by GMS's id of the message, or, as long as it has none, by the sender's own. */
export function reportId(
  { messageId, extraId }: Pick<DeliveryReport, 'messageId' | 'extraId'>,
  tenant: Tenant,
): string {
  if ((messageId as unknown) instanceof Error) throw messageId as unknown as Error; // it could not be found out
  return writeGlobalId(tenant, {
    type: 'DeliveryReport',
    key: messageId === null ? `e:${extraId ?? ''}` : `m:${messageId}`,
  });
}

/** @returns null for a key that names no report */
export function readReportKey(key: string): ReportKey | null {
  const id = key.slice(2);
  if (!isVendorId(id)) return null;
  if (key.startsWith('m:')) return { messageId: id };
  return key.startsWith('e:') ? { extraId: id } : null;
}

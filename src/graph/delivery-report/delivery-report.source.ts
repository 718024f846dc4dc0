import type { Operation } from '../../operation.js';
import type { DeliveryReport } from './delivery-report.type.js';

/** Which message a report is about: by GMS’s id or by one’s own. */
export type ReportKey = { readonly messageId: string } | { readonly extraId: string };

export type ReportForm = 'simple' | 'detailed';

/** What a vendor does that has delivery reports. The id of the request is always part of the report. */
export interface DeliveryReportSource {
  /**
   * One vendor call. In the simple form `started`, `processing`, `attempts` and `plan` are null; a detailed report
   * without attempts has no ids, phone number or time.
   * @returns null when there is no such report. @throws MessagingError, or rejects with it
   */
  get(key: ReportKey, form: ReportForm, operation: Operation): Promise<DeliveryReport | null>;
}

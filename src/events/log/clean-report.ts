import type { NewReport } from '../../graph/delivery-event/delivery-event.source.js';
import type { DeliveryStatus } from '../../graph/delivery/delivery-status.type.js';
import { ownText } from '../../own-text.js';

const MAX_CHARACTERS = 200;
/** Five digits or more, whatever the script, with single separators as phone numbers are written. */
const DIGITS_OF_TEXT = /\+?\p{Nd}(?:[\s().\-/]?\p{Nd}){4,}/gu;
/** The codes of vendors have up to six digits, phone numbers seven or more. */
const DIGITS_OF_CODES = /\+?\p{Nd}{7,}/gu;

/**
 * A report as it is stored, whoever made it: no phone number and no long text. Everything that a vendor wrote in words
 * loses its runs of digits and what is beyond 200 characters.
 */
export function cleanReport(report: NewReport): NewReport {
  return report.status === null ? report : { ...report, status: cleanStatus(report.status) };
}

function cleanStatus(status: DeliveryStatus): DeliveryStatus {
  return {
    state: status.state,
    isFinal: status.isFinal,
    vendorStatus: clean(status.vendorStatus, DIGITS_OF_CODES),
    detailedStatus: clean(status.detailedStatus, DIGITS_OF_CODES),
    description: clean(status.description, DIGITS_OF_TEXT),
    updatedAt: status.updatedAt,
  };
}

function clean(text: string | null, digits: RegExp): string | null {
  if (text === null) return null;
  const plain = text.replace(digits, '').trim();
  const shown = plain.length <= MAX_CHARACTERS ? plain : plain.slice(0, MAX_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
  return shown.length < text.length ? ownText(shown) : shown;
}

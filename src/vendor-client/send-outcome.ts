import { MessagingError } from '../errors/error.js';
import { Fault } from './fault.js';
import type { Vendor } from './vendor-client.js';

/** What a send without a whole answer means: only a request that never left is known not to have gone out. */
export function sendFailure(vendor: Vendor, error: unknown): unknown {
  if (!(error instanceof Fault)) return error;
  if (!error.left) return error.toMessagingError(vendor);
  return new MessagingError('SEND_OUTCOME_UNKNOWN', { vendor, outcome: 'UNKNOWN', cause: error.code });
}

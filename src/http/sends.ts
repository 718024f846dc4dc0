import type { Operation } from '../operation.js';
import type { Admission } from './admission.js';
import type { Authorized } from './authorized.js';
import { gotTransport } from './got-transport.js';
import { sendFailure } from './send-outcome.js';
import type { Vendor, VendorAnswer, VendorRequest } from './vendor-client.js';
import { VendorCall } from './vendor-call.js';
import type { Observe } from './vendor-event.js';

/** Room for an accepted campaign of 3000 recipients, each named several times in its analysis; bytes. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export interface SendOptions {
  readonly vendor: Vendor;
  readonly admission: Admission;
  readonly authorized: Authorized;
  /** Deadline of the whole, milliseconds. */
  readonly timeoutMs: number;
  readonly observe: Observe;
}

/** Sends: paid, so never repeated after they may have arrived, and never given up because a caller went away. */
export function createSends({ vendor, admission, authorized, timeoutMs, observe }: SendOptions) {
  return async function send(request: VendorRequest, operation: Operation): Promise<VendorAnswer> {
    const call = new VendorCall(vendor, 'SEND', operation, observe);
    const deadline = performance.now() + timeoutMs;
    const ask = (header: string): Promise<VendorAnswer> =>
      call.request(gotTransport, request, header, deadline, MAX_ANSWER_BYTES);
    try {
      return await admission.run(call, call, deadline, () => authorized.ask(deadline, ask, () => call.payForRepeat()));
    } catch (error) {
      throw sendFailure(vendor, error);
    }
  };
}

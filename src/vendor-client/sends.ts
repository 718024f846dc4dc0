import type { MessagingError } from '../errors/error.js';
import type { Operation } from '../operation.js';
import type { Admission } from './admission.js';
import type { Authorized } from './authorized.js';
import type { Outcome } from './exchange.js';
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
  async function ask(call: VendorCall, request: VendorRequest, deadline: number): Promise<VendorAnswer> {
    const once = async (header: string): Promise<VendorAnswer> => {
      const outcome = await new Promise<Outcome>((ended) =>
        call.request(gotTransport, request, { ...request.headers, authorization: header }, deadline, MAX_ANSWER_BYTES, {
          ended,
        }),
      );
      if (outcome instanceof Error) throw outcome;
      return outcome;
    };
    const header = await authorized.header(deadline);
    const answer = await once(header);
    const renewed = (await authorized.renew(answer, header, deadline)) ?? header;
    if (renewed === header || !call.payForRepeat()) return answer;
    const second = await once(renewed);
    authorized.renewed(second, renewed);
    return second;
  }

  return async function send(request: VendorRequest, operation: Operation): Promise<VendorAnswer> {
    const call = new VendorCall(vendor, 'SEND', operation, observe);
    const deadline = performance.now() + timeoutMs;
    const pass = admission.pass(call);
    await new Promise<void>((admitted, refused) => admission.enter(call, { deadline, admitted, refused })).catch(
      (error: MessagingError) => {
        admission.turnedAway(call, pass, error);
        throw error;
      },
    );
    const outcome = await ask(call, request, deadline).catch((error: Error) => error);
    admission.ended(call, pass, call, outcome);
    if (outcome instanceof Error) throw sendFailure(vendor, outcome);
    return outcome;
  };
}

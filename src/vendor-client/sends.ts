import { MessagingError } from '../errors/error.js';
import type { Operation } from '../operation.js';
import type { CallPolicy } from './call-policy.js';
import type { Outcome } from './exchange.js';
import { Fault } from './fault.js';
import type { Vendor, VendorAnswer, VendorRequest } from './vendor-client.js';
import { VendorCall } from './vendor-call.js';

/** Room for an accepted campaign of 3000 recipients, each named several times in its analysis; bytes. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * Sends are paid: they are never repeated after they may have arrived, and never given up because a caller disconnected.
 * @param policy without retries
 */
export function createSends(policy: CallPolicy & { readonly retries: null }) {
  /**
   * @param requireInTime called while it waits for its turn and right before each request; what it throws is thrown on,
   *   and nothing is sent
   */
  return async function send(
    request: VendorRequest,
    operation: Operation,
    requireInTime: () => void = () => undefined,
  ): Promise<VendorAnswer> {
    const refusal = (): Error | null => {
      try {
        requireInTime();
        return null;
      } catch (error) {
        return error as Error;
      }
    };
    const outcome = await new Promise<Outcome>((ended) => {
      const sized = { ...request, maxBytes: MAX_ANSWER_BYTES };
      // Each send is a resource of its own: five that fail in a row open the circuit.
      new VendorCall(policy, sized, operation, sized, { ended, refusal, isAwaited: () => true }).start();
    });
    if (outcome instanceof Error) throw sendFailure(policy.vendor, outcome);
    return outcome;
  };
}

/**
 * The error of a send without a complete answer: only a request that never reached a connection proves that nothing was
 * sent.
 */
function sendFailure(vendor: Vendor, error: Error): Error {
  if (!(error instanceof Fault)) return error;
  if (!error.mayHaveArrived) return error.toMessagingError(vendor);
  return new MessagingError('SEND_OUTCOME_UNKNOWN', { vendor, outcome: 'UNKNOWN', cause: error.code });
}

import type { Operation } from '../../operation.js';

/** What a vendor does that sends one kind of message. */
export interface Sender<Input, Receipt> {
  /**
   * The receipt as far as the request has it, in the vendor's words, with an empty `trackingId`: that of a send whose answer
   * was lost, once a callback or a person has reported its id. @param asOf ISO 8601
   */
  draft(input: Input, asOf: string): Receipt;
  /**
   * One call, never repeated but once with a new token, after a refusal that proves that nothing was sent.
   * @param requireInTime called while the request waits for its turn and right before each goes out; what it throws is
   *   thrown on, and nothing is sent
   * @throws MessagingError: SEND_OUTCOME_UNKNOWN when the request may have reached the vendor and no readable answer
   *   came; any other code proves that nothing was sent
   */
  send(input: Input, operation: Operation, requireInTime?: () => void): Promise<Receipt>;
  /** Fetches what a request needs, so that it can go out at once. @throws MessagingError */
  prepare(): Promise<void>;
}

import { MessagingError } from '../errors/error.js';
import type { CanonicalInput } from './canonical.js';
import { type Clocks, systemClocks } from './clock.js';
import { type Acceptance, BEGIN_WITHIN_MS, type BoundSend, type SendKind, type SendLedger } from './send-ledger.js';

/** One kind of paid send: its input, rules and request. */
export interface PaidSend<Receipt> {
  readonly kind: SendKind;
  readonly key: string;
  readonly input: CanonicalInput;
  /** Epoch milliseconds; null for at once. */
  readonly scheduledAt: number | null;
  /** As errors name it. */
  readonly vendor: string;
  /** Whether the key keeps its own rule; one that does not cannot be bound. */
  readonly isKeyValid: boolean;
  /** @throws MessagingError with every rule that the input breaks */
  requireSendable(): void;
  /** What is needed before the request, such as the vendor's token: it must not take its time between bind and request. */
  prepare(): Promise<void>;
  /**
   * The one request, never repeated once it may have arrived.
   * @param requireInTime called right before each request goes out; it throws when that is too late
   * @throws MessagingError: SEND_OUTCOME_UNKNOWN when it may have arrived; any other code proves that nothing was sent
   */
  request(requireInTime: () => void): Promise<Acceptance<Receipt>>;
}

export interface SendOptions {
  /** Of the operation, on the clock of performance.now(). */
  readonly deadline: number;
  readonly clocks?: Clocks;
}

export interface SendResult<Receipt> {
  readonly receipt: Receipt;
  /** Whether this is the answer to an earlier send: then nothing was sent now. */
  readonly replayed: boolean;
}

/**
 * Sends once under a key, in this order: a bound key answers before any rule; the rules; the bind, durably; the request;
 * its outcome, durably. A caller that comes while the first send runs waits for its end.
 * @throws MessagingError: the rules that are broken; the vendor's refusal; SEND_OUTCOME_UNKNOWN; IDEMPOTENCY_KEY_REUSED;
 *   LEDGER_UNAVAILABLE (nothing was sent); OVERLOADED (the request could not begin in time, nothing was sent)
 */
export async function sendOnce<Receipt>(
  ledger: SendLedger<Receipt>,
  send: PaidSend<Receipt>,
  { deadline, clocks = systemClocks }: SendOptions,
): Promise<SendResult<Receipt>> {
  const { kind, key, input, scheduledAt } = send;
  if (!send.isKeyValid) send.requireSendable(); // tells every other violation too

  let bound = await ledger.look(key, input);
  for (;;) {
    if (bound) {
      const ended = await endOf(ledger, send, bound, deadline);
      if (ended) return { receipt: replay(send, ended), replayed: true };
    }
    send.requireSendable();
    await send.prepare();
    const requireInTime = startTimer(clocks);
    const result = await ledger.bind({ key, kind, input, scheduledAt });
    if (result.isNew) return { receipt: await request(ledger, send, result.id, requireInTime), replayed: false };
    bound = result.bound;
  }
}

/** @returns the send with its outcome; null when its key is free again */
async function endOf<Receipt>(
  ledger: SendLedger<Receipt>,
  { key, input }: PaidSend<Receipt>,
  bound: BoundSend<Receipt>,
  deadline: number,
): Promise<BoundSend<Receipt> | null> {
  if (bound.send.outcome !== 'PENDING' || !bound.sameInput) return bound;
  return ledger.waitForOutcome(key, input, deadline);
}

/** Counts from before the bind. The wall clock notices a machine that was suspended, the monotonic one a process that was. */
function startTimer({ wall, monotonic }: Clocks): () => void {
  const [wallStart, monotonicStart] = [wall(), monotonic()];
  return () => {
    if (monotonic() - monotonicStart <= BEGIN_WITHIN_MS && Math.abs(wall() - wallStart) <= BEGIN_WITHIN_MS) return;
    throw new MessagingError('OVERLOADED', {
      message: `The request could not begin within ${BEGIN_WITHIN_MS / 1000} seconds; nothing was sent.`,
      retryAfterSeconds: 1,
    });
  };
}

async function request<Receipt>(
  ledger: SendLedger<Receipt>,
  send: PaidSend<Receipt>,
  id: string,
  requireInTime: () => void,
): Promise<Receipt> {
  let acceptance: Acceptance<Receipt>;
  try {
    acceptance = await send.request(requireInTime);
  } catch (failure) {
    const known = failure instanceof MessagingError ? failure : outcomeUnknown(send, failure);
    if (known.code === 'SEND_OUTCOME_UNKNOWN') {
      await ledger.lose(id).catch(() => undefined);
      throw known;
    }
    // Where another instance has told that the outcome is unknown, it stays so.
    const isFree = await ledger.release(id).catch(() => true);
    throw isFree ? known : outcomeUnknown(send, known);
  }
  // The vendor has accepted: the caller learns of it even where that cannot be written, and the key stays bound.
  await ledger.accept(id, acceptance).catch(() => ledger.lose(id).catch(() => undefined));
  return acceptance.receipt;
}

/** @returns the first answer. @throws MessagingError where there is none to give */
function replay<Receipt>(
  send: PaidSend<Receipt>,
  { send: { outcome }, sameInput, receipt }: BoundSend<Receipt>,
): Receipt {
  if (!sameInput) throw new MessagingError('IDEMPOTENCY_KEY_REUSED', { inputPath: ['input', 'idempotencyKey'] });
  if (outcome === 'ACCEPTED' && receipt !== null) return receipt;
  throw outcomeUnknown(send);
}

/** A failure without a code of the catalogue proves nothing. */
const outcomeUnknown = (send: Pick<PaidSend<unknown>, 'vendor'>, cause?: unknown): MessagingError =>
  new MessagingError('SEND_OUTCOME_UNKNOWN', { outcome: 'UNKNOWN', vendor: send.vendor, cause });

import { MessagingError } from '../errors/error.js';
import type { CanonicalInput } from './canonical.js';
import { type Clocks, systemClocks, BEGIN_WITHIN_MS, keyUntilOf } from './clock.js';
import {
  type Acceptance,
  type BoundSend,
  isAccepted,
  type SendFacts,
  type SendKind,
  type SendLedger,
  type SendRecord,
  type SendSummary,
} from './send-ledger.js';

/** One kind of paid send: its input, rules and request. */
export interface PaidSend<Receipt> {
  readonly kind: SendKind;
  readonly key: string;
  readonly input: CanonicalInput;
  /** Epoch milliseconds; null for at once. */
  readonly scheduledAt: number | null;
  /** What is kept of the input, see BindRequest. */
  readonly facts?: SendFacts;
  /** Called right before the bind, so of an input that keeps every rule. */
  draft?(): object;
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
   * @param requireInTime called while the request waits and right before each goes out; it throws when that is too late
   * @param reference the id of the send, for the address that the vendor calls back
   * @throws MessagingError: SEND_OUTCOME_UNKNOWN when it may have arrived; any other code proves that nothing was sent
   */
  request(requireInTime: () => void, reference: string): Promise<Acceptance<Receipt>>;
}

/** How a send ended, for the access log. */
export interface SendEnd {
  /** Null where no key was bound and none was found. */
  readonly send: SendSummary | null;
  readonly vendorId: string | null;
  readonly replayed: boolean;
  readonly failure: MessagingError | null;
}

export interface SendOptions {
  /** Of the operation, on the clock of performance.now(). */
  readonly deadline: number;
  readonly clocks?: Clocks;
  /** Called once, however it ends. */
  readonly onEnd?: (end: SendEnd) => void;
  /** Called with the request, which may end after the send was answered by a callback. */
  readonly onRequest?: (request: Promise<unknown>) => void;
}

export interface SendResult<Receipt> {
  readonly receipt: Receipt;
  readonly send: SendSummary;
  /** Whether this is the answer to an earlier send: then nothing was sent now. */
  readonly replayed: boolean;
}

/**
 * Sends once under a key, in this order: a bound key answers before any rule; the rules; the bind, durably; the request;
 * its outcome, durably. A caller that comes while the first send runs waits for its end.
 * @throws MessagingError: the rules that are broken; the vendor's refusal; SEND_OUTCOME_UNKNOWN; IDEMPOTENCY_KEY_REUSED;
 *   LEDGER_UNAVAILABLE (this call sent nothing, an earlier one may have); OVERLOADED (the request could not begin in
 * time, nothing was sent)
 */
export async function sendOnce<Receipt extends { readonly trackingId: string }>(
  ledger: SendLedger<Receipt>,
  send: PaidSend<Receipt>,
  options: SendOptions,
): Promise<SendResult<Receipt>> {
  const run = new SendRun(ledger, send, options);
  try {
    const result = await run.send();
    options.onEnd?.({ ...result, vendorId: result.receipt.trackingId, failure: null });
    return result;
  } catch (error) {
    const failure = error instanceof MessagingError ? error : null;
    options.onEnd?.({ send: run.known, vendorId: null, replayed: run.isReplay, failure });
    throw error;
  }
}

class SendRun<Receipt> {
  /** The send that is known last, as it is known. */
  known: SendSummary | null = null;
  isReplay = false;
  /** What a callback made of it while the request ran. */
  #reported: SendRecord<Receipt> | null = null;

  constructor(
    readonly ledger: SendLedger<Receipt>,
    readonly paid: PaidSend<Receipt>,
    readonly options: SendOptions,
  ) {}

  async send(): Promise<SendResult<Receipt>> {
    const { ledger, paid } = this;
    const { kind, key, input, scheduledAt, facts } = paid;
    if (!paid.isKeyValid) paid.requireSendable(); // reports every other violation too

    let bound = await ledger.look(key, input);
    for (;;) {
      if (bound) {
        const ended = await this.#endOf(bound);
        if (ended) return this.#replay(ended);
      }
      paid.requireSendable();
      await paid.prepare();
      const requireInTime = startTimer(this.options.clocks ?? systemClocks);
      const result = await ledger.bind({ key, kind, input, scheduledAt, facts, draft: paid.draft?.() });
      if (result.isNew) return this.#request(result.send, requireInTime);
      bound = result.bound;
    }
  }

  /** @returns the send with its outcome; null when its key is free again */
  #endOf(bound: BoundSend<Receipt>): Promise<BoundSend<Receipt> | null> | BoundSend<Receipt> {
    const { key, input } = this.paid;
    if (bound.send.outcome !== 'PENDING' || !bound.sameInput) return bound;
    return this.ledger.waitForOutcome(key, input, this.options.deadline).catch((error: unknown) => {
      this.isReplay = true;
      this.known = bound.send;
      throw this.#outcomeUnknown(error); // it is bound and may have gone out
    });
  }

  /** @returns the first answer. @throws MessagingError where there is none to give */
  #replay({ send, sameInput, receipt }: BoundSend<Receipt>): SendResult<Receipt> {
    this.isReplay = true;
    this.known = send;
    if (sameInput === false)
      throw new MessagingError('IDEMPOTENCY_KEY_REUSED', { inputPath: ['input', 'idempotencyKey'] });
    if (sameInput && receipt !== null && isAccepted(send.outcome)) return { receipt, send, replayed: true };
    throw this.#outcomeUnknown();
  }

  async #request(send: SendSummary, requireInTime: () => void): Promise<SendResult<Receipt>> {
    this.known = send;
    let stop: () => void = () => undefined;
    const reported = new Promise<SendRecord<Receipt>>((resolve) => {
      stop = this.ledger.onAccepted(send.id, (record) => resolve((this.#reported = record)));
    });
    const answered = this.#answer(send, requireInTime, stop);
    this.options.onRequest?.(answered);
    answered.catch(() => undefined); // a callback may have answered: the request still ends, and its end is written
    return Promise.race([answered, reported.then(({ send: now, receipt }) => resultOf(now, receipt!))]);
  }

  /** @param ended called when the request has: from then on the ledger itself has what a callback has changed */
  async #answer(send: SendSummary, requireInTime: () => void, ended: () => void): Promise<SendResult<Receipt>> {
    const { ledger, paid } = this;
    let acceptance: Acceptance<Receipt>;
    try {
      acceptance = await paid.request(requireInTime, send.id).finally(ended);
    } catch (failure) {
      const known = failure instanceof MessagingError ? failure : this.#outcomeUnknown(failure);
      const isLost = known.code === 'SEND_OUTCOME_UNKNOWN';
      if (this.#reported) ledger.forget(send.id);
      const record =
        this.#reported ?? (await (isLost ? ledger.lose(send.id) : ledger.release(send.id)).catch(() => null));
      this.known = record?.send ?? { ...send, outcome: isLost ? 'UNKNOWN' : 'NOT_SENT' };
      // A callback came first.
      if (record?.receipt && isAccepted(record.send.outcome)) return resultOf(record.send, record.receipt);
      // Where another instance has recorded that the outcome is unknown, it stays so.
      throw isLost || record === null ? known : this.#outcomeUnknown(known);
    }
    // The vendor has accepted: the caller learns of it even where that cannot be written, and the key stays bound.
    const written = await ledger.accept(send.id, acceptance).catch(async () => {
      await ledger.lose(send.id).catch(() => null);
      return null;
    });
    const now = Date.now();
    const { decidedAt, keyExpiresAt } = written ?? {
      decidedAt: now,
      keyExpiresAt: keyUntilOf(now, send.scheduledAt, now),
    };
    return resultOf({ ...send, outcome: 'ACCEPTED', decidedAt, keyExpiresAt }, acceptance.receipt);
  }

  /** A failure without a code of the catalogue proves nothing. */
  #outcomeUnknown(cause?: unknown): MessagingError {
    return new MessagingError('SEND_OUTCOME_UNKNOWN', { outcome: 'UNKNOWN', vendor: this.paid.vendor, cause });
  }
}

const resultOf = <Receipt>(send: SendSummary, receipt: Receipt): SendResult<Receipt> => ({
  receipt,
  send,
  replayed: false,
});

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

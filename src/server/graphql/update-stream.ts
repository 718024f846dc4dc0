import { RestartableTimer } from '../../events/restartable-timer.js';
import type { Clock } from '../../clock.js';
import type { SourceUpdate, UpdateSource } from '../../graph/subscription/update-source.js';
import type { StreamEnd, StreamUpdate } from '../answer/answer-stream.js';
import { RequestError } from '../answer/request-error.js';

export interface UpdateStreamOptions {
  readonly clock: Clock;
  /** Counts one update, unless it is the first: that one was counted as the operation that asked for it. */
  readonly admit: () => Promise<void> | null;
  /** Executes and writes one update. It and `admit` reject with RequestError RATE_LIMITED where the update has to wait. */
  readonly run: (update: SourceUpdate) => Promise<StreamUpdate>;
  /** An update for what ended the stream. */
  readonly write: (error: unknown) => StreamUpdate;
  readonly onEnd: (end: StreamEnd) => void;
}

type Result = IteratorResult<StreamUpdate, undefined>;

const DONE: Result = { done: true, value: undefined };

/** The updates of one subscription, each executed when it is asked for. */
export class UpdateStream implements AsyncIterable<StreamUpdate>, AsyncIterator<StreamUpdate, undefined> {
  readonly #options: UpdateStreamOptions;
  readonly #rateTimer: RestartableTimer;
  #source: AsyncIterator<SourceUpdate> | null = null;
  #isFirst = true;
  #end: StreamEnd | null = null;
  #finishPending: ((result: Result) => void) | null = null;
  #continueAfterRate: (() => void) | null = null;

  constructor(options: UpdateStreamOptions) {
    this.#options = options;
    this.#rateTimer = new RestartableTimer(options.clock, () => this.#continueAfterRate?.());
  }

  /** Where its updates come from; called once. A stream that ended meanwhile frees it. */
  open(source: UpdateSource): void {
    const iterator = source[Symbol.asyncIterator]() as AsyncIterator<SourceUpdate>;
    if (this.#end === null) this.#source = iterator;
    else void iterator.return?.();
  }

  get endedBy(): StreamEnd | null {
    return this.#end;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    if (this.#end !== null || this.#source === null) return Promise.resolve(DONE);
    const source = this.#source;
    return new Promise((resolve) => {
      this.#finishPending = resolve;
      this.#produce(source)
        .catch((error: unknown) => this.#fail(error))
        .then(
          (result) => this.#finish(result),
          () => this.end('FAILED'),
        ); // it could not even be written
    });
  }

  return(): Promise<Result> {
    this.end('DISCONNECTED');
    return Promise.resolve(DONE);
  }

  /** Frees all that it holds. The first reason counts. */
  end(reason: StreamEnd): void {
    if (this.#end !== null) return;
    this.#end = reason;
    this.#rateTimer.clear();
    this.#continueAfterRate = null;
    void this.#source?.return?.();
    this.#source = null;
    this.#finish(DONE);
    this.#options.onEnd(reason);
  }

  #finish(result: Result): void {
    const finish = this.#finishPending;
    this.#finishPending = null;
    finish?.(result);
  }

  async #produce(source: AsyncIterator<SourceUpdate>): Promise<Result> {
    const { done, value } = await source.next();
    if (done) this.end('COMPLETE');
    let isAdmitted = this.#isFirst;
    this.#isFirst = false;
    while (this.#end === null) {
      try {
        if (!isAdmitted) await this.#options.admit();
        isAdmitted = true;
        return { done: false, value: await this.#options.run(value as SourceUpdate) };
      } catch (error) {
        if (!(error instanceof RequestError) || error.error.code !== 'RATE_LIMITED') throw error;
        await this.#wait(error.error.details.retryAfterSeconds ?? 1);
      }
    }
    return DONE;
  }

  #wait(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#end !== null) return resolve();
      this.#continueAfterRate = resolve;
      this.#rateTimer.set(seconds * 1000);
    });
  }

  /** The update with the reason is the last one. */
  #fail(error: unknown): Result {
    if (this.#end !== null) return DONE;
    const result: Result = { done: false, value: this.#options.write(error) };
    const finish = this.#finishPending;
    this.#finishPending = null;
    this.end('FAILED');
    finish?.(result);
    return result;
  }
}

import type { ExecutionResult } from 'graphql';
import { RestartableTimer } from '../../events/restartable-timer.js';
import type { Clock } from '../../clock.js';
import type { SourceUpdate, UpdateSource } from '../../graph/subscription/update-source.js';
import { Operation } from '../../operation.js';
import { NO_REQUEST, type RequestIds } from '../../trace.js';
import { writeEventCursor } from '../../graph/delivery-event/event-cursor.js';
import { type Answer, errorCodes } from '../answer/answer.js';
import type { AnswerStream, StreamEnd, StreamUpdate } from '../answer/answer-stream.js';
import type { MediaType } from '../answer/media-type.js';
import { RequestError } from '../answer/request-error.js';
import type { Caller } from '../auth/caller.js';
import type { StreamRecord } from '../observability/stream-record.js';
import type { CheckedOperation } from './check.js';
import type { Executor } from './executor.js';
import type { IncomingOperation } from './request.js';
import { responseOf, writeResponse } from './response.js';
import { accountOf, createContext, type RunOptions, withReservedCalls } from './run-operation.js';
import type { SubscriptionLimits } from './subscription-limits.js';
import { ROOT_RULES } from './root-scopes.js';
import { UpdateStream } from './update-stream.js';

export interface SubscriptionOptions extends Pick<
  RunOptions,
  'queue' | 'maxCalls' | 'operationTimeoutMs' | 'reserveCalls' | 'refundCalls' | 'onAudit' | 'onUnexpected'
> {
  readonly executor: Executor;
  readonly limits: SubscriptionLimits;
  readonly clock: Clock;
  /** Counts one operation of a caller; rejects with RequestError RATE_LIMITED. Null for a caller without a rate. */
  readonly admit: (caller: Caller) => Promise<void> | null;
  readonly onStart: (record: StreamRecord) => void;
  readonly onEnd: (record: StreamRecord, end: StreamEnd) => void;
}

export type RunSubscription = (
  checked: CheckedOperation,
  incoming: IncomingOperation,
  mediaType: MediaType,
) => Promise<Answer | AnswerStream>;

/** Keys may be taken from a file, and scopes from a token, while a stream is open. */
const CHECKED_EVERY_MS = 5 * 60_000;
/** A token that cannot be checked at the moment is checked again. */
const CHECKED_AGAIN_MS = 5000;

/**
 * The last steps of a subscription: count it, start its source, and then execute and write each update when it is asked
 * for.
 */
export const createSubscriptionRunner =
  (options: SubscriptionOptions): RunSubscription =>
  (checked, incoming, mediaType) =>
    new Subscription(checked, incoming, options).start(mediaType);

class Subscription {
  readonly #checked: CheckedOperation;
  readonly #incoming: IncomingOperation;
  readonly #options: SubscriptionOptions;
  readonly #ids: RequestIds;
  readonly #stream: UpdateStream;
  readonly #credentialTimer: RestartableTimer;
  readonly #startedAt: number;
  readonly #sums = { calls: 0, coalesced: 0, cacheHits: 0, retries: 0 };
  #caller: Caller;
  #updates = 0;
  #bytes = 0;
  #leave: () => void = () => undefined;
  #running: Operation | null = null;
  #isStarted = false;

  constructor(checked: CheckedOperation, incoming: IncomingOperation, options: SubscriptionOptions) {
    this.#checked = checked;
    this.#incoming = incoming;
    const { requestId, trace } = incoming.ids ?? NO_REQUEST;
    this.#ids = { requestId, trace };
    this.#options = options;
    this.#caller = incoming.caller;
    this.#startedAt = options.clock.now();
    this.#credentialTimer = new RestartableTimer(options.clock, () => void this.#recheckCredentials());
    this.#stream = new UpdateStream({
      clock: options.clock,
      admit: () => options.admit(this.#caller),
      run: (update) => this.#run(update),
      write: (error) => this.#write({ errors: [error instanceof RequestError ? error.error : error] as never }, null),
      onEnd: (end) => this.#free(end),
    });
  }

  /** @returns an answer with errors where the field refuses to start. Rejects with RequestError over the limits */
  async start(mediaType: MediaType): Promise<Answer | AnswerStream> {
    this.#leave = this.#options.limits.add(this.#caller, {
      transport: this.#incoming.transport ?? null,
      end: (reason) => this.#stream.end(reason),
    });
    this.#incoming.disconnect?.onDisconnect(() => this.#stream.end('DISCONNECTED'));
    try {
      const source = await this.#openSource();
      if (!(Symbol.asyncIterator in source)) {
        this.#leave();
        const response = responseOf(source, null, (error) => this.#unexpected(error));
        return writeResponse(response, mediaType, this.#account());
      }
      this.#stream.open(source as UpdateSource);
      this.#isStarted = true;
      this.#options.onStart(this.#record());
      if (this.#stream.endedBy !== null) this.#options.onEnd(this.#record(), this.#stream.endedBy);
      else this.#recheckLater();
      return {
        updates: this.#stream,
        end: () => this.#stream.endedBy ?? 'COMPLETE',
        isOver: (source as UpdateSource).isOver,
        account: () => this.#account(),
        written: (bytes) => void (this.#bytes += bytes),
      };
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  async #openSource(): Promise<AsyncIterable<unknown> | ExecutionResult> {
    const operation = this.#newOperation();
    const { executor, onAudit } = this.#options;
    const context = createContext(this.#caller, this.#caller.service.sources, operation, onAudit);
    const { lastEventId } = this.#incoming;
    return executor.subscribe(this.#checked, lastEventId === undefined ? context : { ...context, lastEventId });
  }

  /** One update is a query of its own. */
  async #run(update: SourceUpdate): Promise<StreamUpdate> {
    const { executor, onAudit } = this.#options;
    const caller = this.#caller;
    const operation = (this.#running = this.#newOperation());
    try {
      const result = await withReservedCalls(this.#checked, caller, operation, this.#options, async () => {
        const context = createContext(caller, caller.service.updates.sources, operation, onAudit);
        return executor.execute(this.#checked, context, update);
      });
      const { position } = update;
      // the caller did not get an update without data, and goes on from the one before
      const isEmpty = Object.values(result.data ?? {}).every((value) => value === null);
      const isPlace = position !== null && !isEmpty;
      return this.#write(result, isPlace ? writeEventCursor(caller.service.tenant, position) : null);
    } finally {
      this.#running = null;
      this.#sums.calls += operation.calls;
      this.#sums.coalesced += operation.coalesced;
      this.#sums.cacheHits += operation.cacheHits;
      this.#sums.retries += operation.retries;
    }
  }

  #newOperation(): Operation {
    return new Operation({
      deadline: performance.now() + this.#options.operationTimeoutMs,
      maxCalls: this.#options.maxCalls,
      keepsRequests: false,
      ...this.#ids,
    });
  }

  #write(result: ExecutionResult, cursor: string | null): StreamUpdate {
    this.#updates += 1;
    const response = responseOf(result, null, (error) => this.#unexpected(error));
    return { cursor, body: JSON.stringify(response), codes: errorCodes(response.errors) };
  }

  #unexpected(error: unknown): void {
    this.#options.onUnexpected(error, this.#ids);
  }

  // ---- credentials --------------------------------------------------------------------------------------------------

  #recheckLater(): void {
    if (this.#incoming.identify === undefined) return;
    const { expiresAt = null } = this.#caller;
    const left = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt - this.#options.clock.wallTime();
    this.#credentialTimer.set(Math.max(0, Math.min(left, CHECKED_EVERY_MS)));
  }

  async #recheckCredentials(): Promise<void> {
    try {
      const caller = await this.#incoming.identify!();
      if (this.#stream.endedBy !== null) return;
      if (!this.#mayStay(caller)) return this.#stream.end('UNAUTHENTICATED');
      this.#caller = caller;
      this.#recheckLater();
    } catch (error) {
      if (this.#stream.endedBy !== null) return;
      if (error instanceof RequestError && error.error.code === 'OVERLOADED' && !this.#hasExpired())
        return this.#credentialTimer.set(CHECKED_AGAIN_MS);
      this.#stream.end('UNAUTHENTICATED');
    }
  }

  #hasExpired(): boolean {
    const { expiresAt = null } = this.#caller;
    return expiresAt !== null && expiresAt <= this.#options.clock.wallTime();
  }

  #mayStay({ service, scopes }: Caller): boolean {
    if (service !== this.#caller.service) return false;
    return [...this.#checked.operation.rootFields].every((name) => {
      const rule = ROOT_RULES.subscription.get(name);
      return rule !== undefined && scopes.has(rule.scope);
    });
  }

  // ---- the end ------------------------------------------------------------------------------------------------------

  #free(end: StreamEnd): void {
    this.#credentialTimer.clear();
    this.#leave();
    this.#running?.cancel();
    if (this.#isStarted) this.#options.onEnd(this.#record(), end);
  }

  #account() {
    return accountOf(this.#checked, this.#sums);
  }

  #record(): StreamRecord {
    return {
      account: this.#account(),
      ...this.#ids,
      tenant: this.#caller.service.tenant.id,
      caller: this.#caller.credential,
      transport: this.#incoming.transport ?? null,
      updates: this.#updates,
      bytes: this.#bytes,
      milliseconds: this.#options.clock.now() - this.#startedAt,
    };
  }
}

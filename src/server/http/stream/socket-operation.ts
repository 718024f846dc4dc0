import type { ExecutionResult } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Disconnect } from '../../../operation.js';
import type { RequestIds, Trace } from '../../../trace.js';
import type { AnswerStream } from '../../answer/answer-stream.js';
import { withRequestId } from '../../answer/error-format.js';
import type { Caller, IncomingHeaders } from '../../auth/caller.js';
import type { OpenStreams } from './open-streams.js';
import { CLOSE, type Socket } from './socket.js';
import type { StreamRun } from './stream-run.js';

/** What is known of one WebSocket. */
export interface SocketState extends RequestIds {
  readonly socket: Socket;
  /** Of the upgrade. */
  readonly upgradeHeaders: IncomingHeaders;
  readonly requestId: string;
  readonly ip: string;
  /** Of its operations; null before `connection_init`. */
  headers: IncomingHeaders | null;
  caller: Caller | null;
  /** Of its lines in the log; each of its operations has one of its own. Null where traces are off. */
  readonly trace: Trace | null;
  operations: number;
  /** Called when `connection_init` has come. */
  readonly onInit: () => void;
  /** Called when it is being closed for the credentials of `connection_init`. */
  readonly onRefused: () => void;
}

/** One operation on a WebSocket. */
export class SocketOperation implements Disconnect, RequestIds {
  readonly startedAt = performance.now();
  isDisconnected = false;
  caller: Caller | null = null;
  #onDisconnect: (() => void) | null = null;

  constructor(
    readonly state: SocketState,
    readonly id: string,
    readonly payload: SubscribePayload,
    readonly requestId: string,
    readonly trace: Trace | null,
  ) {}

  /** Called at once where the caller has ended it already. One callback alone: the last that is given. */
  onDisconnect(callback: () => void): void {
    if (this.isDisconnected) return callback();
    this.#onDisconnect = callback;
  }

  /** Writes one result. @returns its bytes */
  next(body: string): Promise<number> {
    if (this.isDisconnected) return Promise.resolve(0);
    return this.state.socket.send(`{"id":${JSON.stringify(this.id)},"type":"next","payload":${body}}`);
  }

  /** Writes a subscription. Resolves when it is over, and `complete` may follow. */
  async writeStream(stream: AnswerStream, streams: OpenStreams): Promise<void> {
    const { requestId } = this;
    if (this.isDisconnected) return streams.free(stream, this);
    const { socket } = this.state;
    const run: StreamRun = streams.open(
      stream,
      {
        write: ({ body, codes }) => this.next(codes.length > 0 ? withRequestId(body, requestId) : body),
        end(end) {
          if (end === 'DRAINING') socket.close(CLOSE.restart, 'Service restart');
          else if (end === 'UNAUTHENTICATED') socket.close(CLOSE.forbidden, 'Forbidden');
        },
      },
      this,
    );
    this.onDisconnect(() => run.stop('DISCONNECTED'));
    await run.run();
  }

  /**
   * The operation as graphql-ws takes it: results that it would serialize are written by the operation itself, so that it
   * sees the end alone. `return` is called when the caller ends it.
   */
  asResults(run: () => Promise<void>): AsyncIterableIterator<ExecutionResult> {
    const end = { done: true as const, value: undefined };
    return {
      next: () => run().then(() => end),
      return: () => {
        this.isDisconnected = true;
        this.#onDisconnect?.();
        this.#onDisconnect = null;
        return Promise.resolve(end);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

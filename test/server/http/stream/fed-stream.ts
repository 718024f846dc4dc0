import { type Answer, NO_ACCOUNT } from '../../../../src/server/answer/answer.js';
import type { AnswerStream, StreamEnd, StreamUpdate } from '../../../../src/server/answer/answer-stream.js';
import type { IncomingOperation } from '../../../../src/server/graphql/request.js';
import { until } from '../../../support/wait.js';
import { answerOf, type HttpService, startHttpService } from '../http-service.js';

/** A subscription whose updates and end are given by the test. */
export class FedStream implements AnswerStream {
  isOver = false;
  /** How many updates were asked for, how many there were, and whether all was freed. */
  asked = 0;
  given = 0;
  isReturned = false;
  /** What its `return` rejects with. */
  failsToFree: Error | null = null;
  /** Of its updates, as they were written. */
  bytes = 0;
  #end: StreamEnd | null = null;
  readonly #updates: StreamUpdate[] = [];
  #waiting: (() => void) | null = null;

  constructor(readonly incoming: IncomingOperation) {}

  give(n: number, update: Partial<StreamUpdate> = {}): void {
    this.given += 1;
    this.#updates.push({ cursor: `c${n}`, body: `{"data":{"n":${n}}}`, codes: [], ...update });
    this.#wake();
  }

  /**
   * For a poll: whatever the kernel buffers, there are updates more than were written. A server that waits for the
   * last one has not asked for more than were given; one that does not wait has.
   */
  giveAhead(update: Partial<StreamUpdate>): void {
    while (this.given < this.asked + 4) this.give(this.given, update);
  }

  finish(end: StreamEnd): void {
    this.#end = end;
    this.#wake();
  }

  end(): StreamEnd {
    return this.#end ?? 'COMPLETE';
  }

  readonly account = () => ({ ...NO_ACCOUNT, operationName: 'Watch', operationType: 'subscription' });

  readonly written = (bytes: number): void => void (this.bytes += bytes);

  readonly updates: AsyncIterable<StreamUpdate> = {
    [Symbol.asyncIterator]: () => ({
      next: async (): Promise<IteratorResult<StreamUpdate, undefined>> => {
        this.asked += 1;
        for (;;) {
          const value = this.#updates.shift();
          if (value) return { done: false, value };
          if (this.#end || this.isReturned) return { done: true, value: undefined };
          await new Promise<void>((resolve) => (this.#waiting = resolve));
        }
      },
      return: () => {
        this.isReturned = true;
        this.#wake();
        return this.failsToFree ? Promise.reject(this.failsToFree) : Promise.resolve({ done: true, value: undefined });
      },
    }),
  };

  #wake(): void {
    this.#waiting?.();
    this.#waiting = null;
  }
}

export interface FedService extends HttpService {
  /** In the order in which they were asked for. */
  readonly streams: FedStream[];
}

export const SUBSCRIPTION = 'subscription Watch { n }';

/** A server whose subscriptions the test feeds, by `prepare` before they are answered; a query is answered by its text. */
export async function startFedService(
  options: Parameters<typeof startHttpService>[0] = {},
  prepare: (stream: FedStream) => void = () => undefined,
): Promise<FedService> {
  const streams: FedStream[] = [];
  const service = await startHttpService({
    answerOperation(incoming): Promise<Answer | AnswerStream> {
      const text = incoming.method === 'GET' ? decodeURIComponent(incoming.text.replaceAll('+', ' ')) : incoming.text;
      if (!text.includes('subscription')) return Promise.resolve(answerOf('{"data":{"n":0}}'));
      const stream = new FedStream(incoming);
      prepare(stream);
      streams.push(stream);
      return Promise.resolve(stream);
    },
    endSubscriptions: () => streams.forEach((stream) => stream.finish('DRAINING')),
    ...options,
  });
  return { ...service, streams };
}

export const subscriptionAddress = (url: string, query = SUBSCRIPTION): string =>
  `${url}/graphql?${new URLSearchParams({ query }).toString()}`;

/** Gives updates until bytes of them stay unsent, since their caller does not read. */
export const giveUntilUnsent = (
  { server }: FedService,
  stream: FedStream,
  update: Partial<StreamUpdate>,
): Promise<boolean> =>
  until(() => {
    if (server.connections.unsentBytes > 0) return true;
    stream.giveAhead(update);
    return false;
  });

/** A subscription by POST as bytes. */
export function rawSubscription(accept: string, headers: Readonly<Record<string, string>> = {}): string {
  const body = JSON.stringify({ query: SUBSCRIPTION });
  const lines = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json',
    accept,
    'content-length': String(body.length),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /graphql HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

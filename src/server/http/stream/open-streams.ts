import type { RequestIds } from '../../../trace.js';
import type { AnswerStream } from '../../answer/answer-stream.js';
import { freeStream, StreamRun, type StreamSink } from './stream-run.js';

/** Something that is ended when the server drains. */
interface Open {
  stop(end: 'DRAINING'): void;
}

export interface OpenStreamsOptions {
  /** Called first when all are ended: ends the subscriptions themselves. */
  readonly endSubscriptions: () => void;
  readonly unexpected: (error: unknown, request: RequestIds) => void;
}

/** All streams and sockets of a server. */
export class OpenStreams {
  readonly #options: OpenStreamsOptions;
  readonly #open = new Set<Open>();
  #isEnding = false;

  constructor(options: OpenStreamsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Starts a stream; at once at its end where all were ended. */
  open(stream: AnswerStream, sink: StreamSink, request: RequestIds): StreamRun {
    const run = new StreamRun(
      stream,
      sink,
      (ended) => this.#open.delete(ended),
      (error) => this.#options.unexpected(error, request),
    );
    this.add(run);
    return run;
  }

  /** Frees what a stream holds that nobody takes. */
  free(stream: AnswerStream, request: RequestIds): void {
    freeStream(stream.updates[Symbol.asyncIterator](), (error) => this.#options.unexpected(error, request));
  }

  add(open: Open): void {
    this.#open.add(open);
    if (this.#isEnding) open.stop('DRAINING');
  }

  delete(open: Open): void {
    this.#open.delete(open);
  }

  /** Streams before the sockets that they were opened on. */
  endAll(): void {
    this.#isEnding = true;
    this.#options.endSubscriptions();
    for (const open of [...this.#open].reverse()) open.stop('DRAINING');
  }
}

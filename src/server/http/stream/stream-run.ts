import type { AnswerStream, StreamEnd, StreamUpdate } from '../../answer/answer-stream.js';

/** Where the updates of one stream are written. */
export interface StreamSink {
  /**
   * Writes one update. Resolves when the caller has taken it, so that no more than one waits for a slow caller; never,
   * where the caller has left.
   * @returns its bytes
   */
  write(update: StreamUpdate): Promise<number>;
  /** The last that is written; not called where the caller ended the stream. */
  end(end: StreamEnd): void;
}

/** One subscription from its first update to its end. */
export class StreamRun {
  readonly #stream: AnswerStream;
  readonly #iterator: AsyncIterator<StreamUpdate>;
  readonly #sink: StreamSink;
  readonly #onEnd: (run: StreamRun) => void;
  readonly #unexpected: (error: unknown) => void;
  #isOver = false;

  constructor(
    stream: AnswerStream,
    sink: StreamSink,
    onEnd: (run: StreamRun) => void,
    unexpected: (error: unknown) => void,
  ) {
    this.#stream = stream;
    this.#iterator = stream.updates[Symbol.asyncIterator]();
    this.#sink = sink;
    this.#onEnd = onEnd;
    this.#unexpected = unexpected;
  }

  /** Writes every update. Never rejects. */
  async run(): Promise<void> {
    try {
      while (!this.#isOver) {
        const { done, value } = await this.#iterator.next();
        if (this.#isOver) return;
        if (done) return this.#finish(this.#stream.end());
        this.#stream.written(await this.#sink.write(value));
      }
    } catch (error) {
      if (this.#isOver) return;
      this.#unexpected(error);
      this.stop('FAILED');
    }
  }

  /** Ends it now, also while an update is awaited, and frees what it holds. */
  stop(end: StreamEnd): void {
    if (this.#isOver) return;
    this.#finish(end);
    freeStream(this.#iterator, this.#unexpected);
  }

  #finish(end: StreamEnd): void {
    this.#isOver = true;
    this.#onEnd(this);
    if (end !== 'DISCONNECTED') this.#sink.end(end);
  }
}

/** Frees what a stream holds. A failure of it is reported, and thrown nowhere. */
export function freeStream(iterator: AsyncIterator<StreamUpdate>, unexpected: (error: unknown) => void): void {
  Promise.resolve(iterator.return?.()).catch(unexpected);
}

import type { SourceUpdate, UpdateSource } from '../../graph/subscription/update-source.js';

type Result<Update> = IteratorResult<Update, undefined>;

/** The parts of a source that are the same for all: one reader, an end, and what is freed at it. */
export abstract class SourceStream<Update extends SourceUpdate>
  implements UpdateSource, AsyncIterator<Update, undefined>
{
  readonly #onClose: () => void;
  #isClosed = false;

  /** @param onClose called once */
  protected constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  abstract readonly isOver: boolean;

  protected get isClosed(): boolean {
    return this.#isClosed;
  }

  /** @returns null where there is no further one */
  protected abstract produce(): Promise<Update | null>;

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Result<Update>> {
    const update = this.#isClosed ? null : await this.produce();
    if (update !== null && !this.#isClosed) return { done: false, value: update };
    this.close();
    return { done: true, value: undefined };
  }

  return(): Promise<Result<Update>> {
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClose();
  }
}

/** The stream once it knows whether it is over; closed where it cannot be resumed. */
export async function resumed<Stream extends { resume(): Promise<void>; close(): void }>(
  stream: Stream,
): Promise<Stream> {
  try {
    await stream.resume();
    return stream;
  } catch (error) {
    stream.close();
    throw error;
  }
}

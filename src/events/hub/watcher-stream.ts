import type { MessagingError } from '../../errors/error.js';
import type { SourceUpdate } from '../../graph/subscription/update-source.js';
import type { Watcher } from '../watch/watch.js';
import type { LogFollower } from './log-follower.js';
import { SourceStream } from './source-stream.js';

/** A stream of something that is watched: a read that fails is an update too. */
export abstract class WatcherStream<Update extends SourceUpdate> extends SourceStream<Update> implements Watcher {
  readonly #follower: LogFollower;
  #failure: MessagingError | null = null;

  protected constructor(follower: LogFollower, onClose: () => void) {
    super(onClose);
    this.#follower = follower;
  }

  readFailed(error: MessagingError): void {
    this.#failure = error;
    this.wake();
  }

  wake(): void {
    this.#follower.wake();
  }

  /** The last failure that was not taken yet. */
  protected takeFailure(): MessagingError | null {
    const failure = this.#failure;
    this.#failure = null;
    return failure;
  }
}

import type { EventUpdate } from '../../graph/subscription/updates.source.js';
import type { LogFollower } from './log-follower.js';
import { SourceStream } from './source-stream.js';

/** Every event that matches, one an update, at the pace of the reader. It has no end. */
export class EventStream extends SourceStream<EventUpdate> {
  readonly isOver = false;
  readonly #follower: LogFollower;

  constructor(follower: LogFollower, onClose: () => void) {
    super(onClose);
    this.#follower = follower;
  }

  protected async produce(): Promise<EventUpdate | null> {
    while (!this.isClosed) {
      const [event] = this.#follower.take(1);
      if (event) return { position: event.position, event };
      await this.#follower.wait();
    }
    return null;
  }
}

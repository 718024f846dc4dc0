import type { LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';

export type EventListener = (events: readonly LoggedEvent[]) => void;

/** Those who listen to one tenant's events. What a listener records is emitted after what it was given. */
export class Listeners {
  readonly #all = new Set<{ readonly listener: EventListener }>();
  readonly #waiting: (readonly LoggedEvent[])[] = [];
  #isEmitting = false;
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get count(): number {
    return this.#all.size;
  }

  /** @returns how to stop */
  add(listener: EventListener): () => void {
    const entry = { listener };
    this.#all.add(entry);
    return () => void this.#all.delete(entry);
  }

  emit(events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    this.#waiting.push(events);
    if (this.#isEmitting) return;
    this.#isEmitting = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      for (const entry of [...this.#all]) if (this.#all.has(entry)) this.#emitOne(entry.listener, next);
    }
    this.#isEmitting = false;
  }

  #emitOne(listener: EventListener, events: readonly LoggedEvent[]): void {
    try {
      listener(events);
    } catch (error) {
      this.#onError(error); // the others get them all the same
    }
  }
}

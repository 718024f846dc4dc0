import type { Shelf } from './shelf.js';

/** A shelf that is gone with the process. */
export function createMemoryShelf(): Shelf {
  const texts = new Map<string, string>();
  const sorted: string[] = [];
  let closed = false;

  function place(name: string): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function refuseWhenClosed() {
    if (closed) throw new Error('the ledger is closed');
  }

  return {
    async get(name) {
      refuseWhenClosed();
      return texts.get(name);
    },
    async write(changes) {
      refuseWhenClosed();
      for (const { name, text } of changes) {
        if (text === null) {
          if (texts.delete(name)) sorted.splice(place(name), 1);
        } else {
          if (!texts.has(name)) sorted.splice(place(name), 0, name);
          texts.set(name, text);
        }
      }
    },
    async *scan({ above, below, backwards }) {
      refuseWhenClosed();
      // A name and not an index is remembered, since others write between two steps.
      for (let last = backwards ? below : above; ;) {
        let index = place(last);
        if (backwards) index -= 1;
        else if (sorted[index] === last) index += 1;
        const name = sorted[index];
        if (name === undefined || (backwards ? name <= above : name >= below)) return;
        yield [name, texts.get(name) ?? ''];
        last = name;
      }
    },
    async close() {
      closed = true;
    },
  };
}

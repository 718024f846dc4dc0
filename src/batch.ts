/** More would hold more at once than it saves. */
const MOST = 32;

/**
 * Lets work of one kind wait until the event loop has heard of all that came in, and does it together. What one event
 * leads to is a long way through code; walking it once per event, the processor has forgotten every step by the time it
 * comes again, and takes twice as long. Promises that the work settles are followed together as well.
 *
 * A leaf: both sides of the house that hear of sockets use it.
 *
 * @param work is told of every item, in the order they came; it must not throw
 */
export function inBatches<Item>(work: (item: Item) => void): (item: Item) => void {
  let waiting: Item[] = [];

  function workOff(): void {
    const batch = waiting;
    waiting = batch.splice(MOST);
    if (waiting.length > 0) setImmediate(workOff);
    for (const item of batch) work(item);
  }

  return (item) => {
    if (waiting.push(item) === 1) setImmediate(workOff);
  };
}

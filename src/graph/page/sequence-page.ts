import type { ListPosition } from '../../sends/send-ledger.js';
import { type ConnectionArgs, readPageRequest } from './connection.args.js';
import { Connection } from './connection.js';
import type { CursorCodec } from './cursor.js';
import type { Violation } from '../../errors/error.js';

/** A list of the ledger, whose places are sequence numbers. */
export interface SequenceList<Item> {
  sequenceOf(item: Item): number;
  list(place: ListPosition): Promise<readonly Item[]>;
  count(): Promise<number>;
}

/**
 * A page of a list of the ledger, newest first. No vendor call.
 * @param violations of the other arguments of the field, reported together
 */
export async function readSequencePage<Item, Node>(
  { sequenceOf, list, count }: SequenceList<Item>,
  nodeOf: (item: Item) => Node,
  args: ConnectionArgs,
  cursors: CursorCodec,
  violations: readonly Violation[] = [],
): Promise<Connection<Node>> {
  const { direction, beyond, count: size } = readPageRequest(args, cursors, violations);
  const isForward = direction === 'FORWARD';
  const start = beyond?.position ?? null;
  const read = await list({ order: isForward ? 'NEWEST_FIRST' : 'OLDEST_FIRST', beyond: start, limit: size + 1 });
  const inOrder = read.slice(0, size);
  const page = isForward ? inOrder : inOrder.toReversed();

  /** Whether anything lies on the side that the page was entered from; the item of the cursor itself counts. */
  async function anyBefore(): Promise<boolean> {
    if (start === null) return false;
    const [first] = inOrder;
    const from = first !== undefined ? sequenceOf(first) : isForward ? start - 1 : start + 1;
    return (await list({ order: isForward ? 'OLDEST_FIRST' : 'NEWEST_FIRST', beyond: from, limit: 1 })).length > 0;
  }

  const [anyBehind, totalCount] = await Promise.all([anyBefore(), count()]);
  const anyAhead = read.length > size;
  const [newest, oldest] = [page[0], page.at(-1)];
  return new Connection<Node>(
    {
      items: page.map((item) => ({ position: sequenceOf(item), item: nodeOf(item) })),
      hasNextPage: isForward ? anyAhead : anyBehind,
      hasPreviousPage: isForward ? anyBehind : anyAhead,
      totalCount,
      bounds:
        newest !== undefined && oldest !== undefined ? { first: sequenceOf(newest), last: sequenceOf(oldest) } : null,
    },
    cursors,
  );
}

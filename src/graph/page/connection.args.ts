import { ArgsType, Field, Int } from 'type-graphql';
import { type Violation, violationError } from '../../errors/error.js';
import type { Cursor, CursorCodec } from './cursor.js';
import type { WindowRequest } from './window.js';

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      'How many items from the start or after `after`: 1 to 100; 20 when neither `first` nor `last` is given.',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'A cursor of this connection: the page starts after it. Only with `first`.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many items from the end or before `before`: 1 to 100. Not with `first`.',
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'A cursor of this connection: the page ends before it. Only with `last`.',
  })
  before?: string | null;
}

/** The direction, start and size of a page: the arguments after they were checked. */
export interface PageRequest {
  readonly direction: 'FORWARD' | 'BACKWARD';
  /** The cursor that it starts beyond; null for the end of the list that the direction begins at. */
  readonly beyond: Cursor | null;
  readonly count: number;
}

/**
 * @param others the violations of the other arguments of the field, reported together. A cursor is read only where all else
 *   is right: it belongs to those arguments.
 * @throws MessagingError with every rule that is broken, INVALID_CURSOR
 */
export function readPageRequest(
  args: ConnectionArgs,
  cursors: CursorCodec,
  others: readonly Violation[] = [],
): PageRequest {
  const { first, after, last, before } = args;
  const violations = [...others];
  const refuse = (name: keyof ConnectionArgs, rule: string) =>
    violations.push({ code: 'BAD_USER_INPUT', inputPath: [name], message: `${name}: ${rule}` });

  if (first != null && last != null) refuse('last', 'first or last is allowed, not both');
  for (const [name, count] of [
    ['first', first],
    ['last', last],
  ] as const) {
    if (count != null && (count < 1 || count > MAX_PAGE_SIZE)) refuse(name, `1 to ${MAX_PAGE_SIZE} are allowed`);
  }
  if (after != null && (last != null || before != null))
    refuse('after', 'it is allowed with first, not with last or before');
  if (before != null && last == null) refuse('before', 'it is allowed with last');
  if (violations.length > 0) throw violationError(violations);

  return last == null
    ? {
        direction: 'FORWARD',
        beyond: after == null ? null : cursors.read(after, 'after'),
        count: first ?? DEFAULT_PAGE_SIZE,
      }
    : { direction: 'BACKWARD', beyond: before == null ? null : cursors.read(before, 'before'), count: last };
}

/** The same as positions in a list whose cursors carry positions. */
export function toWindowRequest({ direction, beyond, count }: PageRequest): WindowRequest {
  return direction === 'FORWARD'
    ? { from: 'START', offset: beyond ? beyond.position + 1 : 0, count }
    : { from: 'END', before: beyond?.position ?? null, count };
}

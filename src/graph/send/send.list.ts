import type { Violation } from '../../errors/error.js';
import type { GraphContext } from '../context.js';
import type { ConnectionArgs } from '../page/connection.args.js';
import type { Connection } from '../page/connection.js';
import { createCursorCodec } from '../page/cursor.js';
import { readSequencePage } from '../page/sequence-page.js';
import type { SendFilter } from './send.input.js';
import { type Send, sendOf } from './send.type.js';

/** The sends of this graph, newest first. No vendor call; the place of one is its sequence number. */
export async function listSends(
  { kinds = null, outcomes = null, createdFrom = null, createdUntil = null }: SendFilter,
  args: ConnectionArgs,
  context: GraphContext,
): Promise<Connection<Send>> {
  const { ledger } = context.sources;
  context.operation.limitMaxAge(0);
  const violations: Violation[] = [];
  if (createdFrom !== null && createdUntil !== null && createdFrom > createdUntil)
    violations.push({
      code: 'BAD_USER_INPUT',
      inputPath: ['filter', 'createdFrom'],
      message: 'createdFrom: a time at or before createdUntil is needed',
    });
  const filter = {
    kinds: setOf(kinds),
    outcomes: setOf(outcomes),
    createdFrom: createdFrom === null ? null : Date.parse(createdFrom),
    createdUntil: createdUntil === null ? null : Date.parse(createdUntil) - 1, // the end itself is not included
  };
  return readSequencePage(
    {
      sequenceOf: ({ send }) => send.sequence,
      list: (place) => ledger.records(filter, place),
      count: () => ledger.countRecords(filter),
    },
    sendOf,
    args,
    createCursorCodec([context.tenant.digest, 'sends', ...Object.values(filter)]),
    violations,
  );
}

/** Null, for any, where none is named. */
const setOf = <Value>(values: readonly Value[] | null): readonly Value[] | null =>
  values?.length ? [...new Set(values)].sort() : null;

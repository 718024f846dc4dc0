import type { Violation } from '../../errors/error.js';
import type { GraphContext } from '../context.js';
import { PHONE_NUMBER_RULE, readPhoneNumber } from '../delivery/phone-number.js';
import { type ConnectionArgs, readPageRequest, toWindowRequest } from '../page/connection.args.js';
import { Connection, needsRows, slicePage } from '../page/connection.js';
import { createCursorCodec, type Cursor, isListPosition } from '../page/cursor.js';
import { requireUnmasked } from '../personal-data.js';
import type { Selection } from '../selection.js';
import type { FailoverFlowFilter } from './failover-flow.input.js';
import { failoverFlowLoader, failoverSearchLoader } from './failover-flow.loader.js';
import type { FailoverChannel, FailoverSearch } from './failover-flow.source.js';
import type { FailoverFlow } from './failover-flow.type.js';

const FAILOVER_CHANNELS: ReadonlySet<string> = new Set<FailoverChannel>(['VIBER', 'SMS', 'VOICE']);

/**
 * Searches. Without `createdUntil` the time of the first page goes along in the cursors, so that flows created later
 * cannot shift the pages that follow.
 */
export async function searchFailoverFlows(
  filter: FailoverFlowFilter,
  args: ConnectionArgs,
  context: GraphContext,
  selection: Selection,
): Promise<Connection<FailoverFlow>> {
  const { startedAt } = context.operation;
  const cursors = createCursorCodec(
    [context.tenant.digest, 'failoverFlows', filterIdentity(filter)],
    (cursor) => isListPosition(cursor) && carriesSearchTime(cursor, filter, startedAt),
  );
  const { violations, ...search } = readFilter(filter, isFirstPage(args) ? textOf(startedAt) : null);
  for (const [field, value] of Object.entries(filter)) {
    if (value == null) continue;
    const inputPath = ['filter', field];
    requireUnmasked(context.scopes, { type: 'FailoverFlowFilter', field, use: `Searching by ${field}`, inputPath });
  }
  const page = readPageRequest(args, cursors, violations);
  const firstPageAt = page.beyond?.extra ? readTime(page.beyond.extra) : startedAt;

  const slice = await failoverSearchLoader(context).load({
    list: { ...search, createdUntil: filter.createdUntil ?? textOf(firstPageAt) },
    request: toWindowRequest(page),
    rows: needsRows(selection),
  });
  if (slice instanceof Error) throw slice;
  if (slice === null) throw new TypeError('a search always has a list');
  for (const { item } of slice.rows) if (item) failoverFlowLoader(context).prime(item.trackingId, item);
  return new Connection(slicePage(slice), cursors, filter.createdUntil == null ? writeTime(firstPageAt) : '');
}

const writeTime = (time: number): string => time.toString(36);
const readTime = (text: string): number => Number.parseInt(text, 36);

/** Instances may disagree on the time, and one may set its clock back; by no more than this, milliseconds. */
const CLOCK_TOLERANCE = 24 * 60 * 60 * 1000;
/** A cursor leads on from its first page for so long, milliseconds: a year. */
const CURSOR_LIFE = 366 * 24 * 60 * 60 * 1000;

/** A search with an end of its own has no time in its cursors; any other has that of its first page. */
function carriesSearchTime({ extra }: Cursor, { createdFrom, createdUntil }: FailoverFlowFilter, now: number): boolean {
  if (createdUntil != null) return extra === '';
  const time = readTime(extra);
  const start = Math.max(now - CURSOR_LIFE, createdFrom == null ? 0 : Date.parse(createdFrom));
  return writeTime(time) === extra && time >= start && time <= now + CLOCK_TOLERANCE;
}

const isFirstPage = ({ after, before }: ConnectionArgs): boolean => after == null && before == null;

const textOf = (time: number): string => new Date(time).toISOString();

const filterIdentity = (filter: FailoverFlowFilter): unknown[] => [
  filter.createdFrom ?? null,
  filter.createdUntil ?? null,
  filter.status ?? null,
  filter.terminationChannel ?? null,
  filter.channel ?? null,
  filter.recipient ?? null,
  ...(filter.kind == null ? [] : [filter.kind]), // cursors of searches without a kind stay as they were
];

/**
 * What is searched for, all but its end, and every rule that the filter breaks.
 * @param now where it ends by itself; null beyond a cursor, which proves that the start lay before the first page
 */
function readFilter(
  filter: FailoverFlowFilter,
  now: string | null,
): Omit<FailoverSearch, 'createdUntil'> & { readonly violations: readonly Violation[] } {
  const violations: Violation[] = [];
  const refuse = (name: keyof FailoverFlowFilter, rule: string, code: Violation['code'] = 'BAD_USER_INPUT') => {
    violations.push({ code, inputPath: ['filter', name], message: `${name}: ${rule}` });
    return null;
  };
  const channel = (name: 'channel' | 'terminationChannel'): FailoverChannel | null => {
    const value = filter[name] ?? null;
    if (value === null || FAILOVER_CHANNELS.has(value)) return value as FailoverChannel | null;
    return refuse(name, 'VIBER, SMS and VOICE are allowed');
  };

  const createdFrom = filter.createdFrom ?? null;
  const end = filter.createdUntil ?? now;
  if (createdFrom !== null && end !== null && createdFrom > end)
    refuse('createdFrom', 'a time at or before the end of the search is needed');
  const status =
    filter.status === 'UNKNOWN'
      ? refuse('status', 'QUEUED, IN_PROGRESS, SUCCEEDED and FAILED are allowed')
      : (filter.status ?? null);
  const kind =
    filter.kind === 'UNKNOWN' ? refuse('kind', 'STANDARD and TRANSACTIONAL are allowed') : (filter.kind ?? null);
  const recipient = filter.recipient ?? null;
  if (recipient !== null && readPhoneNumber(recipient) === null) {
    refuse('recipient', PHONE_NUMBER_RULE, 'INVALID_RECIPIENT');
  }
  return {
    createdFrom,
    status,
    terminationChannel: channel('terminationChannel'),
    channel: channel('channel'),
    recipient,
    kind,
    violations,
  };
}

import { magicSamples } from '../../../sandbox/ids.js';
import { sendJson } from '../../../sandbox/reply.js';
import type { World } from '../../../sandbox/world.js';
import { viewFlow } from './flow-view.js';
import { findMagic } from './magic.js';
import { failureAt, refusals, refuse, refuseInput } from './refusal.js';
import { readPage, type RouteeRoute, viewPage } from './routee-route.js';

/** GET /failover/tracking/{trackingId}: one flow. The code of its 404 is not documented. */
export const createFlowRoute = ({ clock, flows }: World): RouteeRoute => ({
  method: 'GET',
  template: '/failover/tracking/{trackingId}',
  scope: 'failover',
  place: 'flow',
  answer(request) {
    const trackingId = request.param('trackingId');
    const flow = flows.find(findMagic('flow', trackingId) ? magicSamples.flow : trackingId);
    if (!flow) return refuse(refusals.flowNotFound);
    const failure = failureAt(flow, clock.now(), refusals.flowNotFound);
    return failure ?? sendJson(200, { ...viewFlow(flow, clock.now()), trackingId });
  },
});

/**
 * POST /failover/tracking?dateStart&dateEnd&page&size: a Spring page of flows, newest first. The body is a JSON array of
 * filters which must all hold; both dates are inclusive (Routee docs: failover tracking, several flows).
 */
export const createFlowSearchRoute = ({ clock, flows }: World): RouteeRoute => ({
  method: 'POST',
  template: '/failover/tracking',
  scope: 'failover',
  answer(request) {
    const page = readPage(request, 10);
    if ('wrong' in page) return refuseInput('not a page', page.wrong);
    const from = readDate(request.query.get('dateStart'), -Infinity);
    const until = readDate(request.query.get('dateEnd'), Infinity);
    if (from === null || until === null) return refuseInput('not a date', from === null ? 'dateStart' : 'dateEnd');
    const filters = readFilters(request.body);
    if ('wrong' in filters) return refuseInput(filters.wrong);
    const now = clock.now();
    const found = flows
      .list()
      .filter((flow) => flow.createdAt >= from && flow.createdAt <= until)
      .map((flow) => viewFlow(flow, now))
      .filter((flow) => filters.all.every((holds) => holds(flow)));
    const envelope = viewPage(page, found.length, (index) => found[index]);
    return sendJson(200, envelope);
  },
});

/** `2025-05-05T15:00Z` or with seconds and fractions; `absent` for no text, null for any other. */
function readDate(text: string | null, absent: number): number | null {
  if (text === null) return absent;
  const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/.test(text);
  const value = Date.parse(text);
  return isDate && !Number.isNaN(value) ? value : null;
}

type Flow = Record<string, unknown>;
type Filter = (flow: Flow) => boolean;

/** The values that a filter compares: one type and one recipient of each step. */
const fields = new Map<string, (flow: Flow) => readonly unknown[]>([
  ['type', (flow) => stepsOf(flow).map((step) => step['type'])],
  ['to', (flow) => stepsOf(flow).map((step) => step['to'])],
  ['status', (flow) => [flow['status']]],
  ['terminationChannel', (flow) => [flow['terminationChannel']]],
  ['flowKind', (flow) => [flow['flowKind']]], // standard flows have none
]);

const matches = new Map<string, (value: string, term: string) => boolean>([
  ['', (value, term) => value === term],
  ['contains', (value, term) => value.includes(term)],
  ['starts_with', (value, term) => value.startsWith(term)],
  ['ends_with', (value, term) => value.endsWith(term)],
]);

/** The filters of a search, or what is wrong with them. Letter case is ignored. */
function readFilters(body: string): { all: readonly Filter[] } | { wrong: string } {
  let parsed: unknown;
  try {
    parsed = body.trim() === '' ? [] : JSON.parse(body);
  } catch {
    return { wrong: 'the body is not JSON' };
  }
  if (!Array.isArray(parsed)) return { wrong: 'the body must be an array of filters' };
  const all: Filter[] = [];
  for (const entry of parsed as unknown[]) {
    const filter = readFilter(entry);
    if (typeof filter === 'string') return { wrong: filter };
    all.push(filter);
  }
  return { all };
}

function readFilter(entry: unknown): Filter | string {
  if (typeof entry !== 'object' || entry === null) return 'a filter must be an object';
  const { fieldName, searchOperator, searchTerm, ...others } = entry as Record<string, unknown>;
  const other = Object.keys(others)[0];
  if (other !== undefined) return `unknown member ${other}`;
  const read = typeof fieldName === 'string' ? fields.get(fieldName) : undefined;
  if (!read) return 'fieldName must be type, to, status, terminationChannel or flowKind';
  if (typeof searchTerm !== 'string' || searchTerm === '') return 'searchTerm must be text';
  const operator = searchOperator === 'is' ? '' : (searchOperator ?? ''); // `is` is the default
  const isNegative = operator === 'is_not';
  const match = typeof operator === 'string' ? matches.get(isNegative ? '' : operator) : undefined;
  // parts of a text are for recipients only
  if (!match || (operator !== '' && !isNegative && fieldName !== 'to')) return 'searchOperator does not fit the field';
  const term = searchTerm.toLowerCase();
  return (flow) =>
    read(flow).some((value) => typeof value === 'string' && match(value.toLowerCase(), term)) !== isNegative;
}

function stepsOf(flow: Flow): readonly Record<string, unknown>[] {
  return flow['messages'] as Record<string, unknown>[];
}

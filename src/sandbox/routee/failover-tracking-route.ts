import type { Clock } from '../data/clock.js';
import { flowNumberOf } from '../data/campaign-book.js';
import { findFlow, flowCount, type FailoverFlow } from '../data/failover-flow.js';
import { sendJson } from '../http/reply.js';
import type { Route } from '../http/route.js';
import { standIns } from '../ids.js';
import { findMagic } from '../magic.js';
import { viewFlow } from './flow-view.js';
import { readFilters } from './failover-filter.js';
import { cutPage, readPage } from './page.js';
import { refusals, refuse, refuseInput } from './refusal.js';

/** GET /failover/tracking/{trackingId}: one flow. The code of its 404 is not documented. */
export function createFlowRoute(clock: Clock): Route {
  return {
    method: 'GET',
    template: '/failover/tracking/{trackingId}',
    answer(question) {
      const trackingId = question.param('trackingId');
      const isMagic = findMagic('flow', trackingId) !== null;
      const flow = findFlow(clock, flowNumberOf(isMagic ? standIns.flow : trackingId));
      return flow ? sendJson(200, { ...viewFlow(flow, clock.now()), trackingId }) : refuse(refusals.flowNotFound);
    },
  };
}

/**
 * POST /failover/tracking?dateStart&dateEnd&page&size: a Spring page of flows, newest first. The body is a JSON array of
 * filters which must all hold; both dates are inclusive (Routee docs: failover tracking, several flows).
 */
export function createFlowSearchRoute(clock: Clock): Route {
  return {
    method: 'POST',
    template: '/failover/tracking',
    answer(question) {
      const page = readPage(question, 10);
      if ('wrong' in page) return refuseInput('not a page', page.wrong);
      const from = readDate(question.query.get('dateStart'), -Infinity);
      const until = readDate(question.query.get('dateEnd'), Infinity);
      if (from === null || until === null) return refuseInput('not a date', from === null ? 'dateStart' : 'dateEnd');
      const filters = readFilters(question.text);
      if ('wrong' in filters) return refuseInput(filters.wrong);
      const now = clock.now();
      const found = listFlows(clock)
        .filter((flow) => flow.createdAt >= from && flow.createdAt <= until)
        .map((flow) => viewFlow(flow, now))
        .filter((flow) => filters.all.every((holds) => holds(flow)));
      return sendJson(
        200,
        cutPage(page, found.length, (index) => found[index]),
      );
    },
  };
}

function listFlows(clock: Clock): FailoverFlow[] {
  return Array.from({ length: flowCount }, (_, index) => findFlow(clock, index + 1))
    .filter((flow) => flow !== null)
    .sort((a, b) => b.createdAt - a.createdAt);
}

/** `2025-05-05T15:00Z` or with seconds and fractions; null when it is no such text. */
function readDate(text: string | null, absent: number): number | null {
  if (text === null) return absent;
  const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/.test(text);
  const value = Date.parse(text);
  return isDate && !Number.isNaN(value) ? value : null;
}

import type { FailoverFlowSource, FailoverSearch } from '../../graph/failover-flow/failover-flow.source.js';
import type { FailoverFlow } from '../../graph/failover-flow/failover-flow.type.js';
import type { VendorPage, VendorPageRequest } from '../../graph/page/window.js';
import { keepPage, keepStates } from '../freshness.js';
import { createReadById, interpretPage, JSON_BODY_HEADERS, maxPageBytes, type RouteeApi } from './routee-api.js';
import { readFlow, searchFilters, searchInstant } from './wire/flow.js';

/** Routee docs: failover tracking, search failover flows. */
export function createFailoverFlowSource(api: RouteeApi): FailoverFlowSource {
  const { client, apiUrl, maxPageSize } = api;
  return {
    maxPageSize,
    get: createReadById(api, {
      path: '/failover/tracking',
      absence: 'FAILOVER_FLOW_NOT_FOUND',
      read: readFlow,
      keepFor: keepFlow,
    }),
    search: async (search, request, operation) =>
      client.read(
        {
          method: 'POST', // a search changes nothing: it may be repeated and shared like any read
          route: '/failover/tracking',
          url: `${apiUrl}/failover/tracking?${searchQuery(search, request)}`,
          headers: JSON_BODY_HEADERS,
          body: JSON.stringify(searchFilters(search)),
          maxBytes: maxPageBytes(request.size),
          interpret: (answer) => interpretPage(answer, request, readFlow),
          keepFor: (page: VendorPage<FailoverFlow>) => keepPage(page.rows.map((flow) => flow && keepFlow(flow))),
        },
        operation,
      ),
  };
}

function searchQuery({ createdFrom, createdUntil }: FailoverSearch, { page, size }: VendorPageRequest): string {
  const start = createdFrom === null ? '' : `dateStart=${searchInstant(createdFrom)}&`;
  return `${start}dateEnd=${searchInstant(createdUntil)}&page=${page}&size=${size}`;
}

/** A flow that ended may hold a Viber step whose message is yet to be seen. */
const keepFlow = (flow: FailoverFlow): number =>
  keepStates([flow, ...flow.steps.flatMap(({ status }) => status ?? [])]);

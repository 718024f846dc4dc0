import type { InputPath } from '../../errors/error.js';
import type { SendFailoverFlowInput } from '../../graph/failover-flow/failover-flow.input.js';
import type {
  FailoverFlowSender,
  FailoverFlowSource,
  FailoverSearch,
} from '../../graph/failover-flow/failover-flow.source.js';
import type { FailoverFlow } from '../../graph/failover-flow/failover-flow.type.js';
import type { VendorPage, VendorPageRequest } from '../../graph/page/window.js';
import { keepPage, keepStates } from '../freshness.js';
import { createReadById, interpretPage, JSON_BODY_HEADERS, maxPageBytes, type RouteeApi } from './routee-api.js';
import { createSender } from './sender.js';
import { readFlow, searchFilters, searchInstant } from './wire/flow.js';
import { flowRequest, readSentFlow } from './wire/flow-request.js';

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
          about: SEARCHES,
          keepFor: (page: VendorPage<FailoverFlow>) => keepPage(page.rows.map((flow) => flow && keepFlow(flow))),
        },
        operation,
      ),
  };
}

/** What answers to searches are about, in the place of an id: any flow may be in any of them. */
export const SEARCHES = 'searches of failover flows';

function searchQuery({ createdFrom, createdUntil }: FailoverSearch, { page, size }: VendorPageRequest): string {
  const start = createdFrom === null ? '' : `dateStart=${searchInstant(createdFrom)}&`;
  return `${start}dateEnd=${searchInstant(createdUntil)}&page=${page}&size=${size}`;
}

/** A flow that ended may hold a Viber step whose message is yet to be seen. */
const keepFlow = (flow: FailoverFlow): number =>
  keepStates([flow, ...flow.steps.flatMap(({ status }) => status ?? [])]);

/** Routee docs: failover, send; with templates, transactional failover. */
export const createFailoverFlowSender = (api: RouteeApi): FailoverFlowSender =>
  createSender(api, (input) => {
    const body = flowRequest(input);
    const isTransactional = input.steps.some(({ viber }) => viber?.message.template != null);
    return {
      path: isTransactional ? '/failover/transactional' : '/failover',
      body,
      echo: {},
      ...(isTransactional ? { repeatsAfter403: true } : {}),
      read: (answer, asOf) => readSentFlow(body, isTransactional ? 'TRANSACTIONAL' : 'STANDARD', answer, asOf),
      inputPathOf: (path) => inputPathOf(path, input),
    };
  });

/** Causes name places in the input of a campaign, and no step: one that only one Viber step can have is in that step. */
function inputPathOf([, field, ...rest]: InputPath, { steps }: SendFailoverFlowInput): InputPath | null {
  if (field === 'recipients') return ['input', 'to'];
  if (field !== 'content' && field !== 'senderId' && field !== 'ttlSeconds') return null;
  const viberSteps = steps.flatMap(({ viber }, index) => (viber ? [{ viber, index }] : []));
  const [only, ...others] = viberSteps;
  if (!only || others.length > 0 || (field === 'ttlSeconds' && steps.length > 1)) return ['input', 'steps'];
  const step = ['input', 'steps', only.index, 'viber'] as const;
  if (field !== 'content') return [...step, field];
  return [...step, 'message', ...(only.viber.message.template ? ['template'] : ['content', ...rest])];
}

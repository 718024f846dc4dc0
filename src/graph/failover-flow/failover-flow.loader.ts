import DataLoader from 'dataloader';
import { perContext } from '../context.js';
import { configured, loadEach } from '../loading.js';
import { showKnown, showKnownPage } from '../known-states.js';
import { ListLoader } from '../page/list.loader.js';
import { findReceipt } from '../sending/send-receipt.js';
import type { FailoverSearch } from './failover-flow.source.js';
import type { FailoverFlow } from './failover-flow.type.js';

/**
 * Calls: one for each flow that no search of this operation returned, in parallel. One that tracking does not have yet is
 * read from the record of its send.
 */
export const failoverFlowLoader = perContext(
  (context) =>
    new DataLoader<string, FailoverFlow | null>(async (trackingIds) => {
      const { sources, operation } = context;
      const read = await loadEach(trackingIds, async (trackingId) => {
        const tracked = await configured(sources, 'failoverFlows').get(trackingId, operation);
        return tracked ?? findReceipt(sources.ledger, 'FAILOVER_FLOW', trackingId);
      });
      return [...(await showKnown<FailoverFlow>(read, sources.events))];
    }),
);

/** Calls: see ListLoader, for each search. */
export const failoverSearchLoader = perContext(
  (context) =>
    new ListLoader<FailoverSearch, FailoverFlow>(() => {
      const source = configured(context.sources, 'failoverFlows');
      return {
        maxPageSize: source.maxPageSize,
        fetch: (search, request) =>
          source.search(search, request, context.operation).then((page) => showKnownPage(page, context.sources.events)),
      };
    }, JSON.stringify),
);

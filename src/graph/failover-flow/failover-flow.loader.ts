import DataLoader from 'dataloader';
import { perContext } from '../context.js';
import { configured, loadEach } from '../loading.js';
import { ListLoader } from '../page/list.loader.js';
import type { FailoverSearch } from './failover-flow.source.js';
import type { FailoverFlow } from './failover-flow.type.js';

/** Calls: one for each flow that no search of this operation returned, in parallel. */
export const failoverFlowLoader = perContext(
  (context) =>
    new DataLoader<string, FailoverFlow | null>((trackingIds) =>
      loadEach(trackingIds, async (trackingId) =>
        configured(context.sources, 'failoverFlows').get(trackingId, context.operation),
      ),
    ),
);

/** Calls: see ListLoader, for each search. */
export const failoverSearchLoader = perContext(
  (context) =>
    new ListLoader<FailoverSearch, FailoverFlow>(() => {
      const source = configured(context.sources, 'failoverFlows');
      return {
        maxPageSize: source.maxPageSize,
        fetch: (search, request) => source.search(search, request, context.operation),
      };
    }, JSON.stringify),
);

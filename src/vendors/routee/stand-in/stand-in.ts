import { type Route, startListener } from '../../../sandbox/listener.js';
import { createMagicReads } from '../../../sandbox/magic.js';
import type { World } from '../../../sandbox/world.js';
import type { StandIn } from '../../vendor.js';
import { createCampaignSend } from './campaign-send.js';
import { createFlowRoute, createFlowSearchRoute } from './failover-tracking.js';
import { findMagic, routeeMagic } from './magic.js';
import { refuse } from './refusal.js';
import type { RouteeRoute } from './routee-route.js';
import { createSendRoute } from './send.js';
import { createTokens, credentials } from './tokens.js';
import { createCampaignMessagesRoute, createMessageRoute } from './viber-tracking.js';

/** Routee's API and its authentication, both on one host. */
export const standIn: StandIn = {
  credentials,
  magic: routeeMagic,
  notes: [
    'A message that is sent is QUEUED, after a second SENT, after three DELIVERED, after eight SEEN, or ends otherwise within ten seconds. It is tracked by its id and in its campaign. The groups `customers` and `staff` have 25 and 5 recipients.',
    'Where Routee’s documents are silent, the sandbox had to choose: the largest page is 100 (the envelope says so), flows come newest first, all filters must hold, and members and filters that are not documented are refused.',
  ],
  async start(world, port) {
    const { url, close } = await startListener({
      world,
      vendor: 'routee',
      port,
      routes: createRoutes(world),
      refuse: (status) => refuse({ code: `${status}000000`, text: texts[status] }),
    });
    return { account: { apiUrl: url, authUrl: url, ...credentials }, close };
  },
};

const texts = {
  400: 'Bad request',
  404: 'Resource not found',
  413: 'Request too large',
  500: 'Internal server error',
} as const;

function createRoutes(world: World): Route[] {
  const tokens = createTokens(world);
  const readMagic = createMagicReads(findMagic);
  const withToken = ({ method, template, scope, place, answer }: RouteeRoute): Route => ({
    method,
    template,
    answer(request) {
      const authorized = tokens.authorize(request, scope);
      if ('refusal' in authorized) return authorized.refusal;
      // a repeated send has the same body
      const key = place ? `${place} ${request.param('trackingId')}` : request.body;
      const refuseAccess: Parameters<RouteeRoute['answer']>[1] = (effect) =>
        tokens.refuseAccess(effect, key, authorized.token);
      if (!place) return answer(request, refuseAccess);
      return readMagic({
        place,
        id: request.param('trackingId'),
        pageNumber: Number(request.query.get('page') ?? 0),
        refuseAccess,
        answer: () => answer(request, refuseAccess),
      });
    },
  });
  const routes: readonly RouteeRoute[] = [
    createSendRoute(world, createCampaignSend(world)),
    createMessageRoute(world),
    createCampaignMessagesRoute(world),
    createFlowRoute(world),
    createFlowSearchRoute(world),
  ];
  return [tokens.route, ...routes.map(withToken)];
}

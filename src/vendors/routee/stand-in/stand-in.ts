import { type Route, startListener } from '../../../sandbox/listener.js';
import { createMagicReads } from '../../../sandbox/magic.js';
import type { World } from '../../../sandbox/world.js';
import type { StandIn } from '../../vendor.js';
import { balanceRoute, pricesRoute } from './account.js';
import { createCancelRoute } from './campaign-cancel.js';
import { createCampaignSend } from './campaign-send.js';
import { createFlowSend } from './flow-send.js';
import { createMessageSend, createTemplateMessageSend } from './message-send.js';
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
    'A message that is sent is QUEUED, after a second SENT, after three DELIVERED, after eight SEEN, or ends otherwise within ten seconds. It is tracked by its id and in its campaign. The groups `customers` and `staff` have 25 and 5 recipients. The messages to the groups `regulars` (300 recipients) and `everybody` (5000) are handed to Viber within four and five minutes, in no order.',
    'A flow that is sent goes through its steps: a Viber step ends as a message does, an SMS is delivered after two seconds, a call is answered and over after three. The next step starts when one ends in a state that fails over; a delivery that is not seen counts as expired where `expireOnDelivery` is set.',
    'Callbacks are posted as documented: the status of a message at every change after its first QUEUED but to SENT, for which Routee documents no callback, a flow as a whole at every change (OnStep) or once at its end (OnCompletion), and, where an inbound address is given, a reply two seconds after a message was seen. An answer other than 200, or none within two seconds, has the callback repeated: 30 s, 1, 2, 5, 10, 15, 30 minutes, 1, 2, 4, 8 and 24 hours after the first attempt. They go to addresses of the graph that runs with the sandbox; one for any other address is listed and not sent.',
    'The price list, in euros, has seven countries: Greece, the United Kingdom, France, Ukraine, Cyprus, Bulgaria and the United States. The balance is 41.37 and never changes. A text outside a template costs what a transactional message does, unless a magic recipient says otherwise.',
    'Where Routee’s documents are silent, the sandbox had to choose: the largest page is 100 (the envelope says so), flows come newest first, all filters must hold, and members and filters that are not documented are refused. A cancellation is answered with 204, and refused with the codes that are known of SMS: 404009001, and 400009002 for a campaign that is not scheduled; the messages of a cancelled campaign stay QUEUED. A message with a template is answered and tracked as any other, its template in place of its content. A template that is unknown, deleted or another sender’s, and parameters that do not fit it, are refused with 400000000.',
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
  const withToken = ({ method, template, scope, badTokenStatus, place, answer }: RouteeRoute): Route => ({
    method,
    template,
    answer(request) {
      const authorized = tokens.authorize(request, scope, badTokenStatus);
      if ('refusal' in authorized) return authorized.refusal;
      const id = request.param('trackingId') || authorized.token.applicationId;
      // a repeated send has the same body
      const key = place ? `${place} ${id}` : request.body;
      const refuseAccess: Parameters<RouteeRoute['answer']>[1] = (effect) =>
        tokens.refuseAccess(effect, key, authorized.token);
      if (!place) return answer(request, refuseAccess);
      return readMagic({
        place,
        id,
        pageNumber: Number(request.query.get('page') ?? 0),
        refuseAccess,
        answer: () => answer(request, refuseAccess),
      });
    },
  });
  const routes: readonly RouteeRoute[] = [
    createSendRoute(world, createCampaignSend(world)),
    createCancelRoute(world),
    createSendRoute(world, createMessageSend(world)),
    createSendRoute(world, createTemplateMessageSend(world)),
    createSendRoute(world, createFlowSend(world, 'standard')),
    createSendRoute(world, createFlowSend(world, 'transactional')),
    balanceRoute,
    pricesRoute,
    createMessageRoute(world),
    createCampaignMessagesRoute(world),
    createFlowRoute(world),
    createFlowSearchRoute(world),
  ];
  return [tokens.route, ...routes.map(withToken)];
}

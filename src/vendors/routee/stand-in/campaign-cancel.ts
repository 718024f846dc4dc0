import { applyEffect } from '../../../sandbox/magic.js';
import type { Reply } from '../../../sandbox/reply.js';
import type { World } from '../../../sandbox/world.js';
import { refusals, refuse } from './refusal.js';
import type { RouteeRoute } from './routee-route.js';

const cancelled: Reply = { status: 204, headers: {}, text: '' };

/**
 * DELETE /viber/campaign/{trackingId}: 204; 404 404009001; 400 400009002 for one that is not scheduled, was cancelled, or
 * whose time has passed. Routee documents no answer: the codes are those of SMS campaigns.
 */
export const createCancelRoute = ({ clock, campaigns }: World): RouteeRoute => ({
  method: 'DELETE',
  template: '/viber/campaign/{trackingId}',
  scope: 'viber',
  answer(request) {
    const campaign = campaigns.find(request.param('trackingId'));
    if (!campaign) return refuse(refusals.campaignNotFound);
    const { scheduledAt, isCancelled, cancel } = campaign;
    const isScheduled = scheduledAt !== undefined && scheduledAt > clock.now() && !isCancelled;
    if (!isScheduled) return refuse(refusals.campaignNotScheduled);
    if (!cancel || cancel.isCancelled) campaigns.cancel(campaign);
    return cancel ? applyEffect(cancel.effect, cancelled) : cancelled;
  },
});

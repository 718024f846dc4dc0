import type { Campaign } from '../../../sandbox/campaigns.js';
import { applyEffect } from '../../../sandbox/magic.js';
import type { Reply } from '../../../sandbox/reply.js';
import type { World } from '../../../sandbox/world.js';
import { reportMessages } from './callbacks.js';
import { findMagic } from './magic.js';
import { refusals, refuse } from './refusal.js';
import type { RouteeRoute } from './routee-route.js';

/** Its messages stay queued but for those that a magic value sends all the same, now. */
function cancelCampaign(world: World, campaign: Campaign): void {
  const now = world.clock.now();
  const positions = Array.from({ length: campaign.total }, (_, index) => index + 1);
  const sent = new Map(
    positions
      .map((position) => [position, { ...campaign.messageAt(position), createdAt: now }] as const)
      .filter(([, { to }]) => findMagic('recipient', to)?.effect.kind === 'sent although cancelled'),
  );
  world.campaigns.cancel(campaign, sent);
  reportMessages(world, [...sent.values()], campaign.callbackRequest ?? {});
}

const cancelled: Reply = { status: 204, headers: {}, text: '' };

/**
 * DELETE /viber/campaign/{trackingId}: 204; 404 404009001; 400 400009002 for one that is not scheduled, was cancelled, or
 * whose time has passed. Routee documents no answer: the codes are those of SMS campaigns.
 */
export const createCancelRoute = (world: World): RouteeRoute => ({
  method: 'DELETE',
  template: '/viber/campaign/{trackingId}',
  scope: 'viber',
  answer(request) {
    const { clock, campaigns } = world;
    const campaign = campaigns.find(request.param('trackingId'));
    if (!campaign) return refuse(refusals.campaignNotFound);
    const { scheduledAt, isCancelled, cancel } = campaign;
    const isScheduled = scheduledAt !== undefined && scheduledAt > clock.now() && !isCancelled;
    if (!isScheduled) return refuse(refusals.campaignNotScheduled);
    if (!cancel || cancel.isCancelled) cancelCampaign(world, campaign);
    return cancel ? applyEffect(cancel.effect, cancelled) : cancelled;
  },
});

import { sandboxIds } from '../ids.js';
import { sendJson, type Reply } from '../http/reply.js';
import type { Question, Route } from '../http/route.js';
import type { World } from '../world.js';
import type { ViberEnd } from '../data/life.js';
import { readCampaignRequest, type CampaignRequest } from './campaign-request.js';
import { checkCampaign, type Account } from './campaign-rule.js';
import { bendReply } from '../magic-effect.js';
import type { AccessEffect } from '../magic-answer.js';
import { findMagic, type MagicValue } from '../magic.js';
import { refuse, refuseInput } from './refusal.js';
import { createSentCampaign } from './sent-campaign.js';
import { viewSentCampaign } from './sent-campaign-view.js';

const contacts: readonly string[] = [sandboxIds.contact, sandboxIds.otherContact];

export interface CampaignRouteOptions extends Pick<World, 'clock' | 'book'> {
  /** Null lets the caller pass. */
  refuseAccess(effect: AccessEffect, question: Question): Reply | null;
}

/** POST /viber/campaign. 200 with the campaign and its analysis; 400, 404 and 409 as documented. */
export function createCampaignRoute({ clock, book, refuseAccess }: CampaignRouteOptions): Route {
  const account: Account = {
    now: clock.now,
    hasSender: (trackingId) => trackingId === sandboxIds.sender,
    hasContact: (id) => contacts.includes(id),
    hasCampaignName: (name) => book.hasName(name),
  };
  return {
    method: 'POST',
    template: '/viber/campaign',
    answer(question: Question): Reply {
      if (!question.header('content-type')?.toLowerCase().startsWith('application/json')) {
        return refuse({ code: '415000000', text: 'Content-Type must be application/json' });
      }
      const read = readCampaignRequest(question.text);
      if ('wrong' in read) return refuseInput('not readable', read.wrong);
      const refusal = checkCampaign(read.request, account);
      if (refusal) return refuse(refusal);
      const magic = findRecipientMagic(read.request);
      const effect = magic?.effect;
      if (effect?.kind === 'access') {
        const refused = refuseAccess(effect, question);
        if (refused) return refused;
      } else if (effect && !magic?.accepted) {
        return bendReply(effect, sendJson(200, {}));
      }
      const campaign = createSentCampaign(read.request, clock.now(), endOf);
      const until =
        effect?.kind === 'tracking' ? { reply: effect.reply, until: clock.now() + effect.milliseconds } : undefined;
      book.add({ ...campaign, trackingFailure: until }, campaign.messages);
      const reply = sendJson(200, viewSentCampaign(campaign));
      return effect ? bendReply(effect, reply) : reply;
    },
  };
}

/** The first recipient with magic decides for the whole send. */
function findRecipientMagic({ to = [] }: CampaignRequest): MagicValue | null {
  const all = to.map((number) => findMagic('recipient', number)).filter((magic) => magic !== null);
  return all.find(({ effect }) => effect.kind !== 'end') ?? all[0] ?? null;
}

/** Only to the message of its own recipient. */
function endOf(number: string): ViberEnd | undefined {
  const effect = findMagic('recipient', number)?.effect;
  return effect?.kind === 'end' ? effect.end : undefined;
}

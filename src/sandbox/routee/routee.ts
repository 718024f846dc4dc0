import { startListener, type Listener } from '../http/listener.js';
import type { Question, Route } from '../http/route.js';
import { createMagicAnswers, type AccessEffect } from '../magic-answer.js';
import type { Place } from '../magic.js';
import type { World } from '../world.js';
import { readBearer } from './bearer.js';
import { createCampaignRoute } from './campaign-route.js';
import { createFlowRoute, createFlowSearchRoute } from './failover-tracking-route.js';
import { refuse } from './refusal.js';
import { createTokenDesk } from './token.js';
import { createTokenGate } from './token-gate.js';
import { createTokenRoute } from './token-route.js';
import { createCampaignMessagesRoute, createMessageRoute } from './viber-tracking-route.js';

/** Made up, and good for nothing but the sandbox. */
export const routeeCredentials = { applicationId: 'sandbox-application', applicationSecret: 'sandbox-secret' } as const;

export interface StandInOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly tokenLifeSeconds?: number;
}

/** Routee's API and its authentication, both on one host. Rejects when the port is taken. */
export async function startRoutee(world: World, { port = 0, tokenLifeSeconds = 3600 }: StandInOptions = {}) {
  const { url, close } = await listen(world, port, tokenLifeSeconds);
  return { account: { apiUrl: url, authUrl: url, ...routeeCredentials }, close };
}

export const standIn = { start: (world: World) => startRoutee(world) };

function listen(world: World, port: number, tokenLifeSeconds: number): Promise<Listener> {
  const { clock, book } = world;
  const tokens = createTokenDesk(clock, tokenLifeSeconds);
  const { applicationId, applicationSecret } = routeeCredentials;
  const isKnown = (name: string, secret: string) => name === applicationId && secret === applicationSecret;
  const gate = createTokenGate(tokens);
  const magic = createMagicAnswers();
  const guard = (scope: string, route: Route, place?: Place): Route => ({
    ...route,
    answer(question) {
      const bearer = readBearer(tokens, question, scope);
      if ('refusal' in bearer) return bearer.refusal;
      if (!place) return route.answer(question);
      const id = question.param('trackingId');
      return magic.pass({
        place,
        id,
        pageNumber: Number(question.query.get('page') ?? 0),
        refuseAccess: (effect) => gate(effect, `${place} ${id}`, bearer.token),
        answer: () => route.answer(question),
      });
    },
  });
  const refuseAccess = (effect: AccessEffect, question: Question) => {
    const bearer = readBearer(tokens, question, 'viber');
    // the same body again is the same send
    return 'refusal' in bearer ? bearer.refusal : gate(effect, question.text, bearer.token);
  };
  const routes = [
    createTokenRoute({ clock, tokens, isKnown }),
    guard('viber', createCampaignRoute({ clock, book, refuseAccess })),
    guard('viber', createMessageRoute({ clock, book }), 'message'),
    guard('viber', createCampaignMessagesRoute({ clock, book }), 'campaign'),
    guard('failover', createFlowRoute(clock), 'flow'),
    guard('failover', createFlowSearchRoute(clock)),
  ];
  const texts = {
    400: 'Bad request',
    404: 'Resource not found',
    413: 'Request too large',
    500: 'Internal server error',
  } as const;
  return startListener({
    ...world,
    now: clock.now,
    vendor: 'routee',
    port,
    routes,
    refuse: (status) => refuse({ code: `${status}000000`, text: texts[status] }),
  });
}

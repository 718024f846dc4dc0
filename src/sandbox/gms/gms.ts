import { flowNumberOf } from '../data/campaign-book.js';
import { hour } from '../data/clock.js';
import { findFlow } from '../data/failover-flow.js';
import { startListener, type Listener } from '../http/listener.js';
import { extraIdOf } from '../ids.js';
import { createMagicAnswers } from '../magic-answer.js';
import { findMagic } from '../magic.js';
import type { World } from '../world.js';
import { reportOfFlow } from './flow-report.js';
import type { Report } from './report.js';
import { createReport, findReportCase } from './report-case.js';
import { createReportRoutes, refuseGms } from './report-route.js';
import { reportOfMessage } from './report.js';

/** Made up, and good for nothing but the sandbox. */
export const gmsCredentials = { clientId: 'sandbox', login: 'sandbox', password: 'sandbox-password' } as const;

/** GMS's reporting host. Rejects when the port is taken. */
export async function startGms(world: World, { port = 0 }: { readonly port?: number } = {}) {
  const { url, close } = await listen(world, port);
  return { account: { reportUrl: url, ...gmsCredentials }, close };
}

export const standIn = { start: (world: World) => startGms(world) };

function listen(world: World, port: number): Promise<Listener> {
  const findByExtraId = (extraId: string) => findReport(world, extraId);
  const routes = createReportRoutes({
    ...gmsCredentials,
    magic: createMagicAnswers(),
    findByExtraId,
    findByMessageId(messageId) {
      const extraId = extraIdOf(messageId) ?? messageId;
      const report = findByExtraId(extraId);
      // an id of GMS's own, unless the caller asks with an extra_id here
      return report && (report.messageId === messageId || findMagic('report', messageId))
        ? { ...report, messageId }
        : null;
    },
  });
  const texts = { 400: 'Bad request', 404: 'Not found', 413: 'Too large', 500: 'Internal error' } as const;
  return startListener({
    ...world,
    now: world.clock.now,
    vendor: 'gms',
    port,
    routes,
    refuse: (status) => refuseGms(status, status * 100, texts[status]),
  });
}

function findReport({ clock, book }: World, extraId: string): Report | null {
  const now = clock.now();
  const message = book.findMessage(extraId);
  if (message) return reportOfMessage(message, now);
  const flow = findFlow(clock, flowNumberOf(extraId));
  if (flow) return reportOfFlow(flow, now);
  const at = clock.startedAt - hour;
  return findMagic('report', extraId) ? createReport(extraId, at, {}) : findReportCase(extraId, at);
}

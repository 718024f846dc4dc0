import { extraIdOf } from '../../../sandbox/ids.js';
import { hour } from '../../../sandbox/life.js';
import { readBasic, type Route, startListener, type StandInRequest } from '../../../sandbox/listener.js';
import { createMagicReads } from '../../../sandbox/magic.js';
import { type Reply, sendJson } from '../../../sandbox/reply.js';
import type { World } from '../../../sandbox/world.js';
import type { StandIn } from '../../vendor.js';
import { findMagic, gmsMagic, refuseGms } from './magic.js';
import { pushReports } from './pushed-reports.js';
import { createReport, findReportCase, reportCases } from './report-cases.js';
import { viewDetailed, viewSimple } from './report-view.js';
import { type Report, reportOfFlow, reportOfMessage } from './report.js';

const credentials = { clientId: 'sandbox', login: 'sandbox', password: 'sandbox-password' } as const;

/** GMS's reporting host. */
export const standIn: StandIn = {
  credentials,
  magic: gmsMagic,
  ids: reportCases.map(({ extraId, shows }) => [extraId, `GMS report by extra id: ${shows}`]),
  notes: [
    'Four in five messages of a campaign, and all that are sent by themselves, have a GMS report under their tracking id; one that is UNSENT has none. The GMS message id is the tracking id with the version digit 5; that of a named report is `gms-` and its extra id. `24033` stands for seen by Viber: that code is not documented.',
    'GMS pushes the final report of every message that is sent to the address that the account has set: that of a single message alone, those of campaigns together, every five seconds, at most 100. What is seen is not pushed.',
  ],
  async start(world, port) {
    pushReports(world);
    const { url, close } = await startListener({ world, vendor: 'gms', port, routes: reportRoutes(world), refuse });
    return { account: { reportUrl: url, ...credentials }, close };
  },
};

const texts = { 400: 'Bad request', 404: 'Not found', 413: 'Too large', 500: 'Internal error' } as const;
const refuse = (status: keyof typeof texts): Reply => refuseGms(status, status * 100, texts[status]);

/** The four reads of a delivery report. 404 when there is none (GMS docs: delivery reports). */
function reportRoutes(world: World): Route[] {
  const readMagic = createMagicReads(findMagic);
  const findByExtraId = (extraId: string): Report | null => findReport(world, extraId);
  const findByMessageId = (messageId: string): Report | null => {
    const report = findByExtraId(extraIdOf(messageId) ?? messageId);
    // null for an extra_id in the place of a message id
    return report && (report.messageId === messageId || findMagic('report', messageId))
      ? { ...report, messageId }
      : null;
  };
  const route = (path: string, find: typeof findByExtraId, view: typeof viewSimple): Route => ({
    method: 'GET',
    template: `/{clientId}/api/dr/${path}`,
    answer(request) {
      const refused = refuseCaller(request);
      if (refused) return refused;
      const id = request.param('id');
      return readMagic({
        place: 'report',
        id,
        refuseAccess: ({ status }) =>
          refuseGms(status, status * 100, status === 401 ? 'Authorization failed' : 'No access'),
        answer() {
          const report = find(id);
          return report ? sendJson(200, view(report)) : refuseGms(404, 40400, 'No such message');
        },
      });
    },
  });
  return [
    route('{id}/simple', findByMessageId, viewSimple),
    route('external/{id}/simple', findByExtraId, viewSimple),
    route('{id}/advanced', findByMessageId, viewDetailed),
    route('external/{id}/advanced', findByExtraId, viewDetailed),
  ];
}

function refuseCaller(request: StandInRequest): Reply | null {
  const login = readBasic(request.header('authorization'));
  if (login?.name !== credentials.login || login.password !== credentials.password)
    return refuseGms(401, 40100, 'Authorization failed');
  if (request.param('clientId') !== credentials.clientId) return refuseGms(403, 40300, 'No access to this client');
  // one edition answers with XML unless JSON is requested
  if (!/\bjson\b|\*\/\*/.test(request.header('accept') ?? '*/*')) return refuseGms(406, 40600, 'Only application/json');
  return null;
}

function findReport({ clock, messages, flows }: World, extraId: string): Report | null {
  const now = clock.now();
  const message = messages.find(extraId);
  if (message) return reportOfMessage(message, now);
  const flow = flows.find(extraId);
  if (flow) return reportOfFlow(flow, now);
  const at = clock.startedAt - hour;
  return findMagic('report', extraId) ? createReport(extraId, at, {}) : findReportCase(extraId, at);
}

import { readBasic } from '../http/basic.js';
import { sendJson, type Reply } from '../http/reply.js';
import type { Question, Route } from '../http/route.js';
import type { MagicAnswers } from '../magic-answer.js';
import type { Report } from './report.js';
import { viewDetailed, viewSimple } from './report-view.js';

export interface ReportRouteOptions {
  readonly clientId: string;
  readonly login: string;
  readonly password: string;
  readonly magic: MagicAnswers;
  findByMessageId(messageId: string): Report | null;
  findByExtraId(extraId: string): Report | null;
}

const forms = [
  ['simple', viewSimple],
  ['advanced', viewDetailed],
] as const;

/** GMS's one documented error shape, which its page on sending shows. */
export function refuseGms(status: number, errorCode: number, errorText: string): Reply {
  return sendJson(status, { error_code: errorCode, error_text: errorText });
}

/** The four reads of a delivery report. 404 when there is none (GMS docs: delivery reports). */
export function createReportRoutes(options: ReportRouteOptions): Route[] {
  return forms.flatMap(([form, view]): Route[] => [
    {
      method: 'GET',
      template: `/{clientId}/api/dr/{id}/${form}`,
      answer: (question) => answerReport(options, question, options.findByMessageId, view),
    },
    {
      method: 'GET',
      template: `/{clientId}/api/dr/external/{id}/${form}`,
      answer: (question) => answerReport(options, question, options.findByExtraId, view),
    },
  ]);
}

function answerReport(
  options: ReportRouteOptions,
  question: Question,
  find: (id: string) => Report | null,
  view: (report: Report) => Record<string, unknown>,
): Reply {
  const login = readBasic(question.header('authorization'));
  if (login?.name !== options.login || login.password !== options.password) {
    return refuseGms(401, 40100, 'Authorization failed');
  }
  if (question.param('clientId') !== options.clientId) return refuseGms(403, 40300, 'No access to this client');
  // one edition also speaks XML: a caller that does not ask for JSON has no claim to it
  if (!/\bjson\b|\*\/\*/.test(question.header('accept') ?? '*/*'))
    return refuseGms(406, 40600, 'Only application/json');
  const id = question.param('id');
  return options.magic.pass({
    place: 'report',
    id,
    // GMS has no tokens: nothing mends it
    refuseAccess: ({ status }) =>
      refuseGms(status, status * 100, status === 401 ? 'Authorization failed' : 'No access'),
    answer() {
      const report = find(id);
      return report ? sendJson(200, view(report)) : refuseGms(404, 40400, 'No such message');
    },
  });
}

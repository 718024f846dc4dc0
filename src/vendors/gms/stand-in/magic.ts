import { answer, change, magicFinder, magicOf, readFaults } from '../../../sandbox/magic.js';
import { type Reply, sendJson } from '../../../sandbox/reply.js';

/** GMS's one documented error shape (GMS docs: sending). */
export function refuseGms(status: number, errorCode: number, errorText: string): Reply {
  return sendJson(status, { error_code: errorCode, error_text: errorText });
}

type Report = Readonly<Record<string, unknown>>;

/** Where -1 stands in the detailed form is not documented: beside an empty list, or without any list. */
const pendingAs = (detailed: Report) =>
  change((body) => {
    const report = body as Report;
    if ('reports' in report) return detailed;
    const { phone_number, message_id, extra_id } = report;
    return { phone_number, message_id, extra_id, last_partner: 'hyber', status: -1 };
  });
const pending = { started: true, processing: true, delivered_via: 'hyber' };

const report = ['report'] as const;
const refusal = (status: number, code: number, text: string) => answer(refuseGms(status, code, text));

// prettier-ignore
export const gmsMagic = magicOf([
  ...readFaults(report),
  ['magic-404', report, refusal(404, 40400, 'No such message'), '404, as for any unknown id', 'DELIVERY_REPORT_NOT_FOUND'],
  ['magic-unknown-code', report, refusal(400, 99_999, 'Something new'), '400 with an undocumented code', 'UPSTREAM_REJECTED'],
  ['magic-36024', report, refusal(400, 36_024, 'Phone number incorrect'), '400 with error_code 36024', 'INVALID_RECIPIENT'],
  ['magic-36024-under-200', report, refusal(200, 36_024, 'Phone number incorrect'), '200 with error_code 36024', 'INVALID_RECIPIENT'],
  ['magic-minus-one', report, pendingAs({ status: -1, reports: [], ...pending }), '-1, in the detailed form at the top', null],
  ['magic-no-reports', report, pendingAs(pending), '-1, in the detailed form without reports', null],
]);

export const findMagic = magicFinder(gmsMagic);

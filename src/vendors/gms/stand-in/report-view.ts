import type { Attempt, Report } from './report.js';

/** The simple form: the delivering attempt, else the last one, else -1 (GMS docs: delivery reports, simple). */
export function viewSimple(report: Report): Record<string, unknown> {
  const attempt = report.attempts.find(({ status }) => status === 2) ?? report.attempts.at(-1);
  const isOver = report.started && !report.processing;
  return {
    ...(attempt && (isOver || attempt.status < 2) ? viewAttempt(report, attempt) : viewPending(report, attempt)),
    ...viewClicks(report),
  };
}

/** The detailed form: an entry for every channel that was tried (GMS docs: delivery reports, advanced). */
export function viewDetailed(report: Report): Record<string, unknown> {
  const isOver = report.started && !report.processing;
  const delivering = report.attempts.find(({ status }) => status === 2) ?? report.attempts.at(-1);
  return {
    reports: report.attempts.map((attempt) => viewAttempt(report, attempt)),
    started: report.started,
    processing: report.processing,
    delivered_via: isOver && delivering ? delivering.channel : 'hyber',
    ...viewClicks(report),
    channels: report.plan,
  };
}

function viewIds(report: Report) {
  return {
    phone_number: report.phoneAsNumber ? Number(report.phone) : report.phone,
    message_id: report.messageId,
    ...(report.extraId !== null && { extra_id: report.extraId }),
  };
}

function viewAttempt(report: Report, attempt: Attempt) {
  return {
    ...viewIds(report),
    time: attempt.time,
    last_partner: attempt.channel,
    status: attempt.status,
    substatus: attempt.substatus,
    hyber_status: attempt.hyberStatus,
    ...(attempt.smsParts !== undefined && {
      total_sms_parts: attempt.smsParts,
      delivered_sms_parts: attempt.status === 2 ? attempt.smsParts : 0,
    }),
    ...(attempt.templateId !== undefined && { matching_template_id: attempt.templateId }),
  };
}

/** -1 comes with HTTP 200 and without the codes of a final status. */
function viewPending(report: Report, attempt: Attempt | undefined) {
  return { ...viewIds(report), ...(attempt && { time: attempt.time }), last_partner: 'hyber', status: -1 };
}

const viewClicks = ({ clicks }: Report) => (clicks === null ? {} : { clicks });

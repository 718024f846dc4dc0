import { minute } from '../../../sandbox/life.js';
import { gmsIdOf } from '../../../sandbox/ids.js';
import type { Attempt, Report } from './report.js';

/** A report with a name, for what the reports of Viber messages do not show. Its name is its extra_id. */
export interface ReportCase {
  readonly extraId: string;
  /** What it shows, in a few words. */
  readonly shows: string;
  readonly change: Partial<Report>;
}

const base = { time: 0, status: 2, substatus: 23 } as const;
const bySms: Attempt = { ...base, channel: 'sms', hyberStatus: 23011, smsParts: 1 };
const byViber: Attempt = { ...base, channel: 'viber', hyberStatus: 23033 };
const expired: Attempt = { time: 0, channel: 'viber', status: 3, substatus: 35, hyberStatus: 35015 };
const pending: Attempt = { time: 0, channel: 'hyber', status: -1, substatus: -1, hyberStatus: -1 };

export const reportCases: readonly ReportCase[] = [
  { extraId: 'report-sms', shows: 'delivered by SMS', change: { attempts: [bySms] } },
  {
    extraId: 'report-sms-parts',
    shows: 'delivered by SMS in three parts',
    change: { attempts: [{ ...bySms, smsParts: 3 }] },
  },
  { extraId: 'report-viber', shows: 'delivered by Viber', change: { attempts: [byViber] } },
  {
    extraId: 'report-template',
    shows: 'delivered by Viber as a template',
    change: { attempts: [{ ...byViber, hyberStatus: 23043, templateId: 6_349_599 }] },
  },
  {
    extraId: 'report-seen',
    shows: 'delivered, then seen; its code is not documented',
    change: { attempts: [{ ...byViber, substatus: 24, hyberStatus: 24033 }] },
  },
  {
    extraId: 'report-viber-then-sms',
    shows: 'expired by Viber, then delivered by SMS',
    change: { attempts: [expired, bySms] },
  },
  {
    extraId: 'report-expired',
    shows: 'expired by Viber and by SMS',
    change: { attempts: [expired, { ...expired, channel: 'sms', smsParts: 1 }] },
  },
  {
    extraId: 'report-not-in-time',
    shows: 'not delivered within its ttl by substatus 26; its code is not documented',
    change: { attempts: [{ ...expired, substatus: 26, hyberStatus: 26033 }] },
  },
  {
    extraId: 'report-started',
    shows: 'in delivery, substatus 11: started; its code is not documented',
    change: { attempts: [{ ...pending, status: 1, substatus: 11, hyberStatus: 11033 }], processing: true },
  },
  {
    extraId: 'report-accepted',
    shows: 'in delivery, substatus 12: accepted; its code is not documented',
    change: { attempts: [{ ...pending, status: 1, substatus: 12, hyberStatus: 12033 }], processing: true },
  },
  {
    extraId: 'report-bad-number',
    shows: 'the phone number is incorrect',
    change: { attempts: [{ ...expired, substatus: 36, hyberStatus: 36024 }] },
  },
  {
    extraId: 'report-pending',
    shows: '-1: accepted, nothing final; the detailed form has an entry',
    change: { attempts: [pending], processing: true },
  },
  {
    extraId: 'report-empty',
    shows: '-1, and the detailed form has no entries',
    change: { attempts: [], processing: true },
  },
  { extraId: 'report-waiting', shows: 'not started', change: { attempts: [], started: false } },
  {
    extraId: 'report-between',
    shows: 'expired by Viber, SMS under way: not final',
    change: { attempts: [expired], processing: true },
  },
  {
    extraId: 'report-whatsapp',
    shows: 'delivered by WhatsApp',
    change: { attempts: [{ ...byViber, channel: 'whatsapp', hyberStatus: 23055 }] },
  },
  {
    extraId: 'report-push',
    shows: 'delivered by push',
    change: { attempts: [{ ...byViber, channel: 'push', hyberStatus: 23022 }] },
  },
  {
    extraId: 'report-unknown-channel',
    shows: 'a channel and codes that are not documented',
    change: { attempts: [{ ...byViber, channel: 'pigeon', hyberStatus: 23999 }] },
  },
  {
    extraId: 'report-blocked',
    shows: 'blocked by the platform',
    change: { attempts: [{ ...expired, channel: 'hyber', substatus: 39, hyberStatus: 39011 }] },
  },
  {
    extraId: 'report-number-phone',
    shows: 'the phone is a JSON number',
    change: { attempts: [bySms], phoneAsNumber: true },
  },
  { extraId: 'report-no-extra-id', shows: 'the body has no extra_id', change: { attempts: [bySms], extraId: null } },
  { extraId: 'order 7/1 é', shows: 'an extra_id that needs percent encoding', change: { attempts: [bySms] } },
];

const byExtraId = new Map(reportCases.map((entry) => [entry.extraId, entry]));

/** The report of a named case; `at` is the time of its attempts, one minute apart. */
export function findReportCase(extraId: string, at: number): Report | null {
  const found = byExtraId.get(extraId);
  return found ? createReport(extraId, at, found.change) : null;
}

export function createReport(extraId: string, at: number, change: Partial<Report>): Report {
  const report: Report = {
    messageId: gmsIdOf(extraId),
    extraId,
    phone: '306900000042',
    attempts: [bySms],
    started: true,
    processing: false,
    plan: [
      { channel: 'viber', ttl: 60 },
      { channel: 'sms', ttl: 300 },
    ],
    clicks: null,
    ...change,
  };
  return { ...report, attempts: report.attempts.map((attempt, index) => ({ ...attempt, time: at + index * minute })) };
}

import { second, type Stage } from '../../../sandbox/life.js';
import type { ViberMessage } from '../../../sandbox/viber-message.js';
import type { World } from '../../../sandbox/world.js';
import { viewSimple } from './report-view.js';
import { type Report, reportOfMessage } from './report.js';

const vendor = 'gms';
const finalWords = ['DELIVERED', 'UNDELIVERED', 'EXPIRED', 'FAILED'];
/** GMS sets size and period of a batch for each client. */
const BATCH_PERIOD_MS = 5 * second;
const BATCH_SIZE = 100;

/**
 * Posts the final report of every message that is sent to the address that the account has set: that of a message by
 * itself alone, those of a campaign in batches (GMS docs: pushed reports). Seen is not pushed.
 */
export function pushReports({ callbacks, clock, messages: store, sent }: World): void {
  const push = (at: number, body: () => unknown): void => {
    const url = callbacks.accountUrl('GMS');
    if (url !== null) callbacks.schedule({ vendor, url, at, body });
  };
  let batch: ReturnType<typeof viewPushed>[] = [];

  function addToBatch(report: Report): void {
    batch.push(viewPushed(report, 'batch'));
    if (batch.length > 1) return;
    callbacks.callAt(clock.now() + BATCH_PERIOD_MS, () => {
      const full = batch;
      batch = [];
      for (let start = 0; start < full.length; start += BATCH_SIZE) {
        const entries = full.slice(start, start + BATCH_SIZE);
        push(clock.now(), () => entries);
      }
    });
  }

  sent.add((messages) => {
    for (const message of messages) {
      const at = finalAt(message);
      if (at === null) continue;
      callbacks.callAt(at, () => {
        const current = store.find(message.trackingId);
        const isCancelled = current?.life !== message.life || current.createdAt !== message.createdAt;
        const report = isCancelled ? null : reportOfMessage(message, at);
        if (!report) return;
        if (message.campaign) addToBatch(report);
        else push(at, () => viewPushed(report, 'single'));
      });
    }
  });
}

/** When its report gets its final status; null for a message without one. */
function finalAt({ createdAt, life, report }: ViberMessage): number | null {
  const stages: readonly Stage[] = life;
  const final = stages.find(({ word }) => finalWords.includes(word));
  if (report === 'none' || !final) return null;
  // as in its report, an SMS follows
  const isBySms = final.word === 'EXPIRED' && report % 2 === 0;
  return createdAt + final.after + (isBySms ? 2 * second : 0);
}

/** The members of a push have other names; a number is a JSON number, in a batch a text without the parts of an SMS. */
function viewPushed(report: Report, form: 'single' | 'batch') {
  const { phone_number, last_partner, clicks: _, ...rest } = viewSimple(report);
  const { total_sms_parts, delivered_sms_parts, ...shared } = rest;
  const number = form === 'single' ? Number(phone_number) : String(phone_number);
  return {
    number,
    ...shared,
    sent_via: last_partner,
    ...(form === 'single' && total_sms_parts !== undefined && { total_sms_parts, delivered_sms_parts }),
  };
}

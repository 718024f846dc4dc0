import type { CallLog } from './call-log.js';
import { createCampaignBook, type CampaignBook } from './data/campaign-book.js';
import type { Clock } from './data/clock.js';
import type { Wait } from './http/write-reply.js';

/** What both vendors share: one time, one account, one log of calls. */
export interface World {
  readonly clock: Clock;
  readonly book: CampaignBook;
  readonly calls: CallLog;
  readonly host: string;
  readonly latencyMilliseconds: number;
  readonly wait: Wait;
}

export function createWorld(options: {
  now: () => number;
  seed: number;
  calls: CallLog;
  host: string;
  latencyMilliseconds: number;
  wait: Wait;
}): World {
  const { now, seed, calls, host, latencyMilliseconds, wait } = options;
  const clock: Clock = { now, startedAt: now() };
  return { clock, book: createCampaignBook(clock, seed), calls, host, latencyMilliseconds, wait };
}

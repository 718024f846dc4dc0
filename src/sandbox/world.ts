import type { CallLog } from './call-log.js';
import { createCampaignBook, type CampaignBook } from './data/campaign-book.js';
import type { Clock } from './data/clock.js';

/** What both vendors share: one time, one account, one log of calls. */
export interface World {
  readonly clock: Clock;
  readonly book: CampaignBook;
  readonly calls: CallLog;
  readonly host: string;
  readonly latencyMilliseconds: number;
}

export function createWorld(options: {
  now: () => number;
  seed: number;
  calls: CallLog;
  host: string;
  latencyMilliseconds: number;
}): World {
  const { now, seed, calls, host, latencyMilliseconds } = options;
  const clock: Clock = { now, startedAt: now() };
  return { clock, book: createCampaignBook(clock, seed), calls, host, latencyMilliseconds };
}

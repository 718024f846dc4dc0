import { type CallLog, createCallLog } from './call-log.js';
import { createCampaignBook, type CampaignBook } from './data/campaign-book.js';
import type { Clock } from './data/clock.js';
import { realTime, type Wait } from './http/write-reply.js';

/** What both vendors share: one time, one account, one log of calls. */
export interface World {
  readonly clock: Clock;
  readonly book: CampaignBook;
  readonly calls: CallLog;
  readonly host: string;
  readonly latencyMilliseconds: number;
  readonly wait: Wait;
}

export interface WorldOptions {
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** Shifts the variety of the made-up messages (layouts, countries, prices); ids, names and ends stay. A whole number from 0. */
  readonly seed?: number;
  /** Epoch milliseconds. What was made up is placed relative to the first answer. */
  readonly now?: () => number;
  /** Real time that every answer takes at least. */
  readonly latencyMilliseconds?: number;
  /** Waits before an answer that is late; in real time by default. */
  readonly wait?: Wait;
}

export function createWorld(options: WorldOptions = {}): World {
  const { now = Date.now, seed = 0, host = '127.0.0.1', latencyMilliseconds = 0, wait = realTime } = options;
  const clock: Clock = { now, startedAt: now() };
  return { clock, book: createCampaignBook(clock, seed), calls: createCallLog(), host, latencyMilliseconds, wait };
}

import type { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';
import type { NewEvent } from './subject-state.js';
import { type Position, timeOf } from './position.js';
import { wholeBatches } from './whole-batches.js';

/** An entry of a stream: its id, then the names and values of its fields. */
export type StreamEntry = readonly [id: string, fields: readonly string[]];

export const streamId = (position: Position): string => `${timeOf(position)}-${Number(position.slice(14))}`;

export function eventOf([id, fields]: StreamEntry): LoggedEvent {
  const [time = '', sequence = ''] = id.split('-');
  const position = `${time.padStart(13, '0')}-${sequence.padStart(6, '0')}`;
  const event = JSON.parse(fields[3] ?? '') as NewEvent & { receivedAt?: number };
  return { receivedAt: Number(time), ...event, position, batch: fields[1] ?? position };
}

/** A stream that is read on. */
export interface Followed {
  readonly stream: string;
  /** The last position that was published. */
  readonly reported: () => Position | null;
  /** Given whole batches. */
  readonly emit: (events: readonly LoggedEvent[]) => void;
}

export interface RedisReader {
  follow(one: Followed): void;
  close(): void;
}

/** How long a call waits at Redis for new events, milliseconds. */
export const BLOCK_MS = 500;
/** How many events of a stream are read at once. */
const READ_AT_ONCE = 500;
const RETRY_MS = 100;

/** Reads all streams on, as fast as events come: whoever was away goes on where it was. */
export function createRedisReader(redis: Redis, onError: (error: unknown) => void): RedisReader {
  const followed = new Map<string, Followed>();
  let isClosed = false;
  let limit = READ_AT_ONCE;

  async function readOnce(): Promise<void> {
    const begun = [...followed.values()].filter((one) => one.reported() !== null);
    if (begun.length === 0 || redis.status !== 'ready') return void (await sleep(RETRY_MS, undefined, { ref: false }));
    const streams = begun.map(({ stream }) => stream);
    const ids = begun.map((one) => streamId(one.reported()!));
    const found = (await redis.xread('COUNT', limit, 'BLOCK', BLOCK_MS, 'STREAMS', ...streams, ...ids)) as
      readonly (readonly [stream: string, entries: readonly StreamEntry[]])[] | null;
    let isTooSmall = false;
    for (const [stream, entries] of found ?? []) {
      const whole = wholeBatches(entries.map(eventOf), limit);
      followed.get(stream)?.emit(whole);
      isTooSmall ||= whole.length === 0 && entries.length > 0;
    }
    limit = isTooSmall ? limit * 2 : READ_AT_ONCE;
  }

  async function readOn(): Promise<void> {
    while (!isClosed) {
      try {
        await readOnce();
      } catch (error) {
        if (isClosed) return;
        onError(error);
        if (error instanceof Error && error.message === 'Command timed out') redis.disconnect(true);
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
  }
  void readOn();
  return {
    follow: (one) => void followed.set(one.stream, one),
    close: () => void (isClosed = true),
  };
}

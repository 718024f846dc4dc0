import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DeliveryEvents, LoggedEvent, NewReport } from '../../graph/delivery-event/delivery-event.source.js';
import { ownText } from '../../own-text.js';
import { cleanReport } from './clean-report.js';
import { keyDigest, SUBJECT_LIFE_MS } from './event-log.js';
import { type EventLogHealth, eventsUnavailable } from './event-log-health.js';
import { Listeners } from './listeners.js';
import { type Depth, isPosition, outsideLog, type Position } from './position.js';
import { eventOf, type Followed, type StreamEntry } from './redis-reader.js';
import { END, READ, WRITE } from './redis-scripts.js';
import { changesOf, knownOrNull, subjectKey, type SubjectState } from './subject-state.js';

export interface RedisTenantParts {
  readonly health: EventLogHealth;
  readonly onUnexpected: (error: unknown) => void;
  readonly now: () => number;
  readonly depth: Depth;
  readonly run: (
    script: string,
    keys: readonly string[],
    args: readonly (string | number)[],
    isWrite?: boolean,
  ) => Promise<unknown>;
  readonly get: (keys: readonly string[]) => Promise<(string | null)[]>;
  /** Of a call and its repetitions, milliseconds. */
  readonly deadlineMs: number;
}

export interface RedisTenant {
  readonly events: DeliveryEvents;
  readonly followed: Followed;
  /** Learns where the log ends, from where it is read on. */
  begin(): Promise<void>;
  /** What was read may be another database's by now. */
  forget(): void;
  size(): Promise<number>;
}

/** Another instance may write the same subject between reading and writing. */
const MAX_ATTEMPTS = 100;
const REMEMBERED_SUBJECTS = 10_000;
const TOKEN_LENGTH = 16;

/** A subject as Redis has it. */
interface Stored {
  /** Differs for each write; empty where there is none. */
  readonly token: string;
  readonly state: SubjectState | null;
}

const NONE: Stored = { token: '', state: null };

const storedOf = (value: string | null): Stored =>
  value === null
    ? NONE
    : { token: ownText(value.slice(0, TOKEN_LENGTH)), state: JSON.parse(value.slice(TOKEN_LENGTH)) as SubjectState };

export function createRedisTenant(tenantId: string, parts: RedisTenantParts): RedisTenant {
  const { health, run, get, now, deadlineMs } = parts;
  const base = `messaging-graph:events:{${keyDigest(tenantId)}}`;
  const names = [`${base}:log`, `${base}:meta`];
  const nameOf = (key: string): string => `${base}:subject:${keyDigest(key)}`;
  const listeners = new Listeners(parts.onUnexpected);
  /** As of the last time that they were read or written here. */
  const remembered = new LRUCache<string, Stored>({ max: REMEMBERED_SUBJECTS });
  let reported: Position | null = null;
  /** The last position that this instance has seen: what is up to there is no news to whoever listens from now on. */
  let seen: Position = '';
  const see = (position: Position | undefined): void => void (seen = position && position > seen ? position : seen);

  async function readEnd(): Promise<{ end: Position; length: number }> {
    const [end, length] = (await run(END, names, [])) as [Position, number];
    reported ??= end;
    see(end);
    return { end, length };
  }
  /** Before anything is read of the log, so that whoever listens misses nothing from then on. */
  const begun = async (): Promise<unknown> => (reported === null ? readEnd() : null);

  async function write(reports: readonly NewReport[]): Promise<readonly LoggedEvent[]> {
    await begun();
    const keys = [...new Set(reports.map(subjectKey))];
    const stored = new Map(keys.map((key) => [key, remembered.get(key) ?? NONE]));
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const at = now();
      const { states, events } = changesOf(reports, (key) => knownOrNull(stored.get(key)!.state, at), at);
      if (states.size === 0) return [];
      const token = randomBytes(TOKEN_LENGTH / 2).toString('hex');
      const written = [...states];
      const answer = (await run(
        WRITE,
        [...names, ...written.map(([key]) => nameOf(key))],
        [
          SUBJECT_LIFE_MS,
          events.length,
          ...events.map((event) => JSON.stringify(event)),
          ...written.flatMap(([key, state]) => [stored.get(key)!.token, token + JSON.stringify(state)]),
        ],
        true,
      )) as [1, number, Position[]] | [0, (string | null)[]];
      if (answer[0] === 0) {
        for (const [index, [key]] of written.entries()) stored.set(key, storedOf(answer[1][index] ?? null));
        continue;
      }
      for (const [key, state] of written) remembered.set(key, { token, state });
      const [, receivedAt, positions] = answer;
      see(positions.at(-1));
      return events.map((event, index) => ({
        ...event,
        position: positions[index]!,
        batch: positions[0]!,
        receivedAt,
      }));
    }
    throw new Error('other instances write the same subjects all the time');
  }

  async function readStates(keys: readonly string[]): Promise<readonly (SubjectState | null)[]> {
    const values = await get(keys.map(nameOf));
    const at = now();
    return values.map((value, index) => {
      const stored = storedOf(value);
      remembered.set(keys[index]!, stored);
      return knownOrNull(stored.state, at);
    });
  }

  const events: DeliveryEvents = {
    record: (reports) => health.watch(write(reports.map(cleanReport)), deadlineMs),
    async known(subjects) {
      const keys = subjects.map(subjectKey);
      if (keys.length === 0) return [];
      try {
        if (health.state === 'down') throw eventsUnavailable(null); // else each read would wait for the deadline of Redis
        return await health.watch(readStates(keys), deadlineMs);
      } catch (error) {
        // as they were last; what was never asked for is not known
        if (keys.every((key) => remembered.has(key)))
          return keys.map((key) => knownOrNull(remembered.get(key)?.state ?? null, now()));
        throw error;
      }
    },
    read: ({ after, limit }) =>
      health.watch(
        (async () => {
          if (after !== null && !isPosition(after)) throw outsideLog(parts.depth);
          await begun();
          const answer = (await run(READ, names, [after ?? '', limit + 1])) as [1, number, StreamEntry[]] | [0];
          if (answer[0] === 0) throw outsideLog(parts.depth);
          const [, earlier, entries] = answer;
          return {
            events: entries.slice(0, limit).map(eventOf),
            hasEarlier: earlier === 1,
            hasMore: entries.length > limit,
          };
        })(),
        deadlineMs,
      ),
    end: () =>
      health.watch(
        readEnd().then(({ end }) => end),
        deadlineMs,
      ),
    listen(listener) {
      const from = seen;
      return listeners.add((events) => {
        const news = events[0]!.position > from ? events : events.filter(({ position }) => position > from);
        if (news.length > 0) listener(news);
      });
    },
    isEmpty: () => false, // another instance may have recorded something at this moment
  };

  return {
    events,
    begin: async () => void (await readEnd()),
    forget: () => remembered.clear(),
    size: () =>
      readEnd().then(
        ({ length }) => length,
        (error: unknown) => Promise.reject(eventsUnavailable(error)),
      ),
    followed: {
      stream: `${base}:log`,
      reported: () => reported,
      emit(found) {
        const fresh = found.filter(({ position }) => reported === null || position > reported);
        if (fresh.length === 0) return;
        reported = fresh.at(-1)!.position;
        listeners.emit(fresh);
      },
    },
  };
}

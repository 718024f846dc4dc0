import type { DeliveryEvents, LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';
import { cleanReport } from './clean-report.js';
import { type EventLog, type EventLogOptions, eventLifeMs, SUBJECT_LIFE_MS } from './event-log.js';
import { Listeners } from './listeners.js';
import { positionsAfter, requireInside, startOf } from './position.js';
import { changesOf, subjectKey, type SubjectState } from './subject-state.js';

/** A log that ends with the process: for the sandbox. */
export function openMemoryLog(options: EventLogOptions): EventLog {
  const tenants = new Map<string, MemoryTenant>();
  return {
    forTenant(tenantId) {
      const tenant = tenants.get(tenantId) ?? createTenant(options);
      tenants.set(tenantId, tenant);
      return tenant.events;
    },
    state: () => 'up',
    size: async () => [...tenants.values()].reduce((sum, tenant) => sum + tenant.size(), 0),
    close: async () => undefined,
  };
}

interface MemoryTenant {
  readonly events: DeliveryEvents;
  size(): number;
}

function createTenant(options: EventLogOptions): MemoryTenant {
  const { max, now = () => Date.now(), onUnexpected = () => undefined } = options;
  const lifeMs = eventLifeMs(options);
  const listeners = new Listeners(onUnexpected);
  /** By key, the one whose last report is the oldest first. */
  const subjects = new Map<string, SubjectState>();
  let log: LoggedEvent[] = [];
  /** How many of them, from the first on, are no longer kept. */
  let dropped = 0;
  let trimmed = startOf(now());
  let end = trimmed;

  function trim(): void {
    const before = now() - lifeMs;
    while (dropped < log.length && (log.length - dropped > max || log[dropped]!.receivedAt < before)) {
      trimmed = log[dropped]!.position;
      dropped++;
    }
    if (dropped > 1000 && dropped * 2 > log.length) {
      log = log.slice(dropped);
      dropped = 0;
    }
    for (const [key, { reportedAt }] of subjects) {
      if (reportedAt >= now() - SUBJECT_LIFE_MS) break;
      subjects.delete(key);
    }
  }

  /** The index of the first event beyond a position. */
  function indexAfter(position: string): number {
    let [low, high] = [dropped, log.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (log[middle]!.position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const events: DeliveryEvents = {
    async record(reports) {
      trim();
      const at = now();
      const changes = changesOf(reports.map(cleanReport), (key) => subjects.get(key) ?? null, at);
      for (const [key, state] of changes.states) {
        subjects.delete(key);
        subjects.set(key, state);
      }
      const positions = positionsAfter(end, at, changes.events.length);
      const logged = changes.events.map((event, index) => ({
        ...event,
        position: positions[index]!,
        batch: positions[0]!,
        receivedAt: at,
      }));
      log.push(...logged);
      end = positions.at(-1) ?? end;
      trim();
      listeners.emit(logged);
      return logged;
    },
    isEmpty: () => subjects.size === 0,
    known(names) {
      trim();
      return names.map((name) => subjects.get(subjectKey(name)) ?? null);
    },
    async read({ after, limit }) {
      trim();
      if (after !== null) requireInside(after, trimmed, end, options);
      const start = after === null ? dropped : indexAfter(after);
      const events = log.slice(start, start + limit);
      return { events, hasEarlier: start > dropped, hasMore: start + events.length < log.length };
    },
    end: async () => end,
    listen: (listener) => listeners.add(listener),
  };
  return { events, size: () => log.length - dropped };
}

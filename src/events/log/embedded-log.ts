import { open, type RootDatabase } from 'lmdb';
import type { DeliveryEvents } from '../../graph/delivery-event/delivery-event.source.js';
import { cleanReport } from './clean-report.js';
import { fillUp, freeBytesOf, markLogDirectory, namedError, openLogDirectory, requireRoom } from './embedded-files.js';
import { EmbeddedRecords } from './embedded-records.js';
import { EmbeddedWriter } from './embedded-writer.js';
import { type EventLog, type EventLogOptions, eventLifeMs } from './event-log.js';
import { EventLogHealth } from './event-log-health.js';
import { Listeners } from './listeners.js';
import { type Position, requireInside, startOf } from './position.js';
import { SubjectFilter } from './subject-filter.js';
import { knownOrNull, subjectKey } from './subject-state.js';
import { wholeBatches } from './whole-batches.js';

export interface EmbeddedLogOptions extends EventLogOptions {
  readonly dataDir: string;
  /** How often it is looked for events of other processes, milliseconds. */
  readonly pollMs?: number;
}

/** No write waits longer for the disk, milliseconds. */
const DEADLINE_MS = 5000;
const SWEEP_MS = 60 * 60_000;
/** How many events listeners get at once. */
const EVENTS_AT_ONCE = 500;

/**
 * A log in `{dataDir}/events` that several processes of one machine share. What is recorded is on the disk.
 * @throws Error that names DATA_DIR where it cannot be opened or is damaged
 */
export function openEmbeddedLog(options: EmbeddedLogOptions): EventLog {
  const { dataDir, pollMs = 25 } = options;
  const directory = openLogDirectory(dataDir);
  const freeBytes = options.freeBytes ?? (() => freeBytesOf(directory));
  requireRoom(directory, freeBytes());
  let db: RootDatabase<Buffer, string>;
  try {
    db = open<Buffer, string>({
      path: directory,
      encoding: 'binary',
      useVersions: true,
      overlappingSync: false, // no event is shown before it is on the disk
      eventTurnBatching: false, // it has a promise of its own, whose rejection would end the process
    });
    db.readerCheck(); // a process that was killed keeps one of 126 places, and pages that it read
    markLogDirectory(directory);
  } catch (error) {
    throw namedError(directory, error);
  }

  const tenants = new Map<string, EmbeddedTenant>();
  const all = <Value>(call: (tenant: EmbeddedTenant) => Value): Value[] => [...tenants.values()].map(call);
  const health = new EventLogHealth(options, () => Promise.all(all((tenant) => tenant.probe())));
  const poll = setInterval(() => all((tenant) => tenant.emitNew()), pollMs).unref();
  const sweep = setInterval(() => {
    void Promise.all(all((tenant) => tenant.trim())).catch((error: unknown) => health.refusal(error));
  }, SWEEP_MS).unref();

  return {
    forTenant(tenantId) {
      const known = tenants.get(tenantId);
      if (known) return known.events;
      const records = new EmbeddedRecords(db, tenantId);
      try {
        records.check();
      } catch (error) {
        throw namedError(directory, error);
      }
      const tenant = createTenant(records, health, { ...options, freeBytes, onWritten: () => fillUp(directory) });
      tenants.set(tenantId, tenant);
      return tenant.events;
    },
    state: () => health.state,
    size: async () => all((tenant) => tenant.size()).reduce((sum, size) => sum + size, 0),
    async close() {
      clearInterval(poll);
      clearInterval(sweep);
      health.close();
      all((tenant) => tenant.close());
      await db.close();
    },
  };
}

interface EmbeddedTenant {
  readonly events: DeliveryEvents;
  /** Emits what was written since, by whichever process. */
  emitNew(): void;
  trim(): Promise<void>;
  /** Rejects while nothing can be written. */
  probe(): Promise<void>;
  size(): number;
  close(): void;
}

interface TenantOptions extends EventLogOptions {
  readonly freeBytes: () => number;
  readonly onWritten: () => void;
}

function createTenant(records: EmbeddedRecords, health: EventLogHealth, options: TenantOptions): EmbeddedTenant {
  const { max, now = () => Date.now(), onUnexpected = () => undefined } = options;
  const lifeMs = eventLifeMs(options);
  const { freeBytes, onWritten } = options;
  const writer = new EmbeddedWriter({ records, max, lifeMs, now, freeBytes, onWritten });
  const filter = new SubjectFilter(records);
  const listeners = new Listeners(onUnexpected);
  /** The last position that listeners got; null while nobody listens. */
  let reported: Position | null = null;
  let isEmpty = true;
  /** Of the records, at which they were found to be empty. */
  let emptyVersion: number | null = null;
  /** It was looked at in this turn of the event loop: that is done once for all reads of a turn. */
  let wasLookedAt = false;

  /** @throws EVENTS_UNAVAILABLE where a record is damaged */
  function read<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      throw health.refusal(error);
    }
  }

  function emitNew(): void {
    if (reported === null || listeners.count === 0) return;
    try {
      records.refresh();
      const { meta, version } = records.meta(now());
      if (version === null) return; // nothing was ever written
      const { end } = meta;
      for (let limit = EVENTS_AT_ONCE; reported !== null && reported < end;) {
        const found = records.events(reported, limit);
        if (found.length === 0) return;
        const events = wholeBatches(found, limit);
        limit = events.length > 0 ? EVENTS_AT_ONCE : limit * 2;
        if (events.length === 0) continue;
        reported = events.at(-1)!.position;
        listeners.emit(events);
      }
    } catch (error) {
      health.refusal(error); // it is tried again at the next turn
    }
  }

  /** The log has a beginning before anything is read of it. */
  async function begun(): Promise<void> {
    records.refresh();
    if (records.meta(now()).version === null) await health.watch(writer.trim(), DEADLINE_MS);
    records.refresh();
  }

  const events: DeliveryEvents = {
    async record(reports) {
      const logged = await health.watch(writer.record(reports.map(cleanReport)), DEADLINE_MS);
      wasLookedAt = false;
      emitNew();
      return logged;
    },
    known: (names) =>
      read(() => {
        records.refresh();
        filter.follow();
        const at = now();
        return names.map((name) => {
          const key = subjectKey(name);
          return filter.mayHave(key) ? knownOrNull(records.subject(key), at) : null;
        });
      }),
    async read({ after, limit }) {
      await begun();
      return read(() => {
        const { meta } = records.meta(now());
        const expired = records.lastBefore(startOf(now() - lifeMs));
        const trimmed = expired !== null && expired > meta.trimmed ? expired : meta.trimmed;
        if (after !== null) requireInside(after, trimmed, meta.end, options);
        const found = records.events(after ?? trimmed, limit + 1);
        const earlier = after === null ? null : records.lastBefore(`${after}!`);
        return {
          events: found.slice(0, limit),
          hasEarlier: earlier !== null && earlier > trimmed,
          hasMore: found.length > limit,
        };
      });
    },
    async end() {
      await begun();
      return read(() => records.meta(now()).meta.end);
    },
    listen(listener) {
      if (listeners.count === 0) {
        records.refresh();
        reported = read(() => records.meta(now()).meta.end);
      }
      const stop = listeners.add(listener);
      return () => {
        stop();
        if (listeners.count === 0) reported = null;
      };
    },
    isEmpty() {
      if (!isEmpty) return false;
      if (wasLookedAt) return true;
      records.refresh();
      const version = read(() => records.version());
      if (version !== emptyVersion) isEmpty = read(() => records.isEmpty());
      emptyVersion = version;
      wasLookedAt = true;
      setImmediate(() => (wasLookedAt = false));
      return isEmpty;
    },
  };
  return {
    events,
    emitNew,
    trim: () => writer.trim(),
    probe: () => writer.probe(),
    size: () => records.meta(now()).meta.count,
    close: () => filter.close(),
  };
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { namedError, openLogDirectory } from '../../src/events/log/embedded-files.js';
import { type EmbeddedLogOptions, openEmbeddedLog } from '../../src/events/log/embedded-log.js';
import type { EventLog, EventLogState } from '../../src/events/log/event-log.js';
import type { LoggedEvent } from '../../src/graph/delivery-event/delivery-event.source.js';
import type { DeliveryState } from '../../src/graph/delivery/delivery-status.type.js';
import { compiledSources } from '../support/compiled-sources.js';
import { until } from '../support/wait.js';
import { reportOf, statusOf } from './reports.js';

interface Writer {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** Resolves when all that it printed was read. */
  kill(): Promise<void>;
}

/** Where the first of lmdb's two pages about the database has the size of a page. */
const PAGE_SIZE_AT = 48;

const cutLastPage = (file: string): Promise<void> => truncate(file, statSync(file).size - 4096);
const halve = (file: string): Promise<void> => truncate(file, Math.floor(statSync(file).size / 8192) * 4096);
const UNAVAILABLE = { code: 'EVENTS_UNAVAILABLE', retryable: true };

describe('the event log in DATA_DIR, when something fails', () => {
  let dataDir: string;
  let logs: EventLog[];
  let children: ChildProcess[];
  let states: EventLogState[];

  beforeAll(compiledSources, 300_000);
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'events-'));
    [logs, children, states] = [[], [], []];
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    for (const log of logs) await log.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  function open(options: Partial<EmbeddedLogOptions> = {}): EventLog {
    const log = openEmbeddedLog({
      ...options,
      dataDir,
      days: 7,
      max: 1e6,
      pollMs: 5,
      onState: (state) => void states.push(state),
    });
    logs.push(log);
    return log;
  }

  async function readAll(log: EventLog): Promise<LoggedEvent[]> {
    const all: LoggedEvent[] = [];
    for (let more = true; more;) {
      const slice = await log.forTenant('shop').read({ after: all.at(-1)?.position ?? null, limit: 500 });
      all.push(...slice.events);
      more = slice.hasMore;
    }
    return all;
  }

  /** A process that records reports without end, and prints the id of each one that is durable. */
  async function startWriter(name: string): Promise<Writer> {
    const directory = await compiledSources();
    const file = join(directory, `event-writer-${name}.js`);
    await writeFile(
      file,
      `import { openEmbeddedLog } from './events/log/embedded-log.js';
       const log = openEmbeddedLog({ dataDir: ${JSON.stringify(dataDir)}, days: 7, max: 1e6, onState: (state) => console.log('state ' + state) });
       const events = log.forTenant('shop');
       const template = ${JSON.stringify(reportOf('', 'QUEUED', 1))};
       async function writeOn(lane) {
         for (let index = 0; ; index++) {
           const id = '${name}-' + lane + '-' + index;
           try {
             await events.record([{ ...template, id }]);
             console.log('written ' + id);
           } catch (error) {
             console.log('refused ' + error.code);
             await new Promise((resolve) => setTimeout(resolve, 20));
           }
         }
       }
       for (let lane = 0; lane < 20; lane++) void writeOn(lane);`,
    );
    const child = spawn(process.execPath, [file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const lines: string[] = [];
    const reader = createInterface({ input: child.stdout! }).on('line', (line) => void lines.push(line));
    const ended = once(reader, 'close');
    return {
      child,
      lines,
      async kill() {
        child.kill('SIGKILL');
        await ended;
      },
    };
  }

  /** What a process that opens the log is refused with: LMDB itself writes to its stderr. */
  async function refusalOfStart(): Promise<string> {
    const file = join(await compiledSources(), 'event-log-start.js');
    await writeFile(
      file,
      `import { openEmbeddedLog } from './events/log/embedded-log.js';
       const log = openEmbeddedLog({ dataDir: ${JSON.stringify(dataDir)}, days: 7, max: 1e6 });
       try {
         log.forTenant('shop');
       } catch (error) {
         console.log(error.message);
       }
       await log.close();`,
    );
    return (await promisify(execFile)(process.execPath, [file])).stdout;
  }

  /** Repeats what a busy disk does not take within the log's own deadline, as vendors do. */
  async function recordAtLast(log: EventLog, id: string): Promise<void> {
    for (let isWritten = false; !isWritten;) {
      isWritten = await log
        .forTenant('shop')
        .record([reportOf(id, 'QUEUED', 1)])
        .then(
          () => true,
          (error: { code?: string }) => {
            expect(error).toMatchObject(UNAVAILABLE);
            return false;
          },
        );
    }
  }

  const written = (lines: readonly string[]): string[] =>
    lines.filter((line) => line.startsWith('written ')).map((line) => line.slice(8));

  it('loses nothing that was acknowledged, doubles nothing and goes on, when writers are killed', async () => {
    const log = open();
    const received: LoggedEvent[] = [];
    log.forTenant('shop').listen((events) => void received.push(...events));
    const all: string[] = [];
    for (const round of [1, 2, 3]) {
      const writers = await Promise.all([startWriter(`a${round}`), startWriter(`b${round}`)]);
      await until(() => writers.every(({ lines }) => written(lines).length >= 100));
      await Promise.all(writers.map((writer) => writer.kill()));
      all.push(...writers.flatMap(({ lines }) => written(lines)));
      await recordAtLast(log, `own-${round}`);
    }
    const events = await readAll(log);
    const ids = events.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(all.filter((id) => !ids.includes(id))).toEqual([]);
    expect(events.map(({ position }) => position)).toEqual(events.map(({ position }) => position).sort());
    await until(() => received.length >= events.length);
    expect(received).toEqual(events);
  });

  it('can be opened at any moment while another process makes its file longer', async () => {
    const writer = await startWriter('busy');
    const sizeOf = () => statSync(join(dataDir, 'events/data.mdb'), { throwIfNoEntry: false })?.size ?? 0;
    await until(() => written(writer.lines).length > 0);
    const first = sizeOf();
    await until(() => {
      for (let times = 0; times < 100; times++) openLogDirectory(dataDir);
      return sizeOf() > first + 1_000_000;
    });
    await writer.kill();
  });

  it('answers EVENTS_UNAVAILABLE where the disk is nearly full, before LMDB meets its end, and goes on by itself', async () => {
    let free = 1e9;
    const log = open({ freeBytes: () => free });
    const events = log.forTenant('shop');
    await events.record([reportOf('a', 'QUEUED', 1)]);
    free = 1000;
    const refused = Array.from({ length: 10 }, () => events.record([reportOf('a', 'SENT', 2)]));
    for (const outcome of refused) await expect(outcome).rejects.toMatchObject(UNAVAILABLE);
    expect(await events.record([reportOf('a', 'QUEUED', 1)])).toEqual([]); // it is nothing new
    expect((await readAll(log)).map(({ status }) => status?.state)).toEqual(['QUEUED']);
    expect([log.state(), states]).toEqual(['down', ['down']]);
    free = 1e9;
    await until(() => log.state() === 'up');
    expect(await events.record([reportOf('a', 'SENT', 2)])).toHaveLength(1);
    expect(states).toEqual(['down', 'up']);
  });

  it('does not start on a full disk, where LMDB would end the process', () => {
    for (const free of [0, 4096, 1_048_575])
      expect(() => open({ freeBytes: () => free })).toThrow(
        /^DATA_DIR: .* its disk has \d+ KB free; 1024 are needed to open it, and 16384 to write to it\. Free space on the disk, and start again$/,
      );
    expect(open({ freeBytes: () => 1_048_576 }).state()).toBe('up');
  });

  it.each([
    ['is cut off', (file: string) => truncate(file, 8192), /data\.mdb is cut off: 8192 bytes of \d+/],
    ['is empty', (file: string) => truncate(file, 0), /data\.mdb is empty/],
    ['is missing', (file: string) => rm(file), /data\.mdb is missing/],
    ['is something else', (file: string) => writeFile(file, Buffer.alloc(65_536, 7)), /data\.mdb is no LMDB database/],
    ['lacks its second half', halve, /data\.mdb is cut off: \d+ bytes of \d+/],
    ['lacks its last page', cutLastPage, /data\.mdb is cut off: \d+ bytes of \d+/],
  ])('does not start where the database %s', async (_, damage, message) => {
    const log = open();
    for (let index = 0; index < 20; index++) await log.forTenant('shop').record([reportOf(`m${index}`, 'QUEUED', 1)]);
    await logs.pop()!.close();
    await damage(join(dataDir, 'events', 'data.mdb'));
    expect(() => open()).toThrow(message);
    expect(() => open()).toThrow(/^DATA_DIR: /);
  });

  it('starts where LMDB has left out pages at the end that it freed, as after a start that finds old events', async () => {
    const batches: readonly (readonly DeliveryState[])[] = [
      ['QUEUED', 'SEEN'],
      ['DELIVERED', 'SENT'],
      ['DELIVERED'],
      ['SEEN', 'QUEUED', 'QUEUED'],
      ['SENT', 'SEEN', 'QUEUED'],
    ];
    let now = Date.parse('2026-01-01T00:00:00.000Z');
    const idOf = (start: number, batch: number, index: number) => `m${start}-${batch}-${index}-${'a'.repeat(24)}`;
    const reports = (start: number, batch: number, states: readonly DeliveryState[]) =>
      states.map((state, index) => {
        const status = { ...statusOf(state), isFinal: false, vendorStatus: 'x' };
        return { ...reportOf(idOf(start, batch, index), state), status };
      });
    const tenant = open({ now: () => now }).forTenant('default');
    for (const [batch, states] of batches.entries()) {
      now += 300;
      await tenant.record(reports(0, batch, states));
    }
    await logs.pop()!.close();
    now += 11 * 24 * 60 * 60_000; // days: 7
    await open({ now: () => now })
      .forTenant('default')
      .record(reports(1, 0, ['QUEUED']));
    await logs.pop()!.close();
    const known = await open({ now: () => now })
      .forTenant('default')
      .read({ after: null, limit: 100 });
    expect(known.events.map(({ id }) => id)).toEqual([idOf(1, 0, 0)]);
  });

  it('does not open a tenant whose pages are damaged, and names DATA_DIR and what is allowed', async () => {
    const log = open();
    for (let index = 0; index < 20; index++) await log.forTenant('shop').record([reportOf(`m${index}`, 'QUEUED', 1)]);
    await logs.pop()!.close();
    const file = join(dataDir, 'events', 'data.mdb');
    const content = await readFile(file);
    content.fill(0, 2 * content.readUInt32LE(PAGE_SIZE_AT)); // all but the two pages that say where the root is
    await writeFile(`${file}.new`, content);
    await copyFile(`${file}.new`, file);
    expect(await refusalOfStart()).toMatch(
      /^DATA_DIR: .* cannot be opened .*MDB_CORRUPTED.*Restore the directory, or delete it/s,
    );
  });

  it.each([
    ['EACCES', /: this user may not; let it own the files, and start again$/],
    ['EROFS', /: its disk is read-only; mount it for writing, and start again$/],
    ['EMFILE', /: too many files are open; raise the limit \(ulimit -n\), and start again$/],
  ])('is not called damaged, nor to be deleted, where the system refuses with %s', (code, remedy) => {
    const { message } = namedError('/data/events', Object.assign(new Error(`${code}: refused`), { code }));
    expect(message).toMatch(remedy);
    expect(message).toContain(
      `DATA_DIR: the log of delivery events in /data/events cannot be opened (${code}: refused)`,
    );
    expect(message).not.toMatch(/delete/);
  });

  it('says that it is damaged, and not that it is down, where a page turns out to be no page', async () => {
    const log = open();
    await log.forTenant('shop').record([reportOf('a', 'QUEUED', 1)]);
    const error = Object.assign(new Error('MDB_PAGE_NOTFOUND: Requested page not found'), { code: -30797 });
    let isOpen = false;
    const failing = open({
      freeBytes: () => {
        if (isOpen) throw error;
        return 1e9;
      },
    }).forTenant('shop');
    isOpen = true;
    await expect(failing.record([reportOf('a', 'SENT', 2)])).rejects.toMatchObject(UNAVAILABLE);
    expect([states, logs[1]!.state()]).toEqual([['damaged'], 'damaged']);
  });

  it('does not start on a log of another form', async () => {
    open();
    await logs.pop()!.close();
    await writeFile(join(dataDir, 'events', 'log.json'), '{"form":2}');
    expect(() => open()).toThrow(/^DATA_DIR: .*a form other than 1/);
  });

  it('refuses to show a damaged event or subject, says so once, and serves the rest', async () => {
    const events = open().forTenant('shop');
    await events.record([
      reportOf('before', 'QUEUED', 1),
      reportOf('broken', 'QUEUED', 1),
      reportOf('after', 'QUEUED', 1),
    ]);
    await logs.pop()!.close();
    const file = join(dataDir, 'events', 'data.mdb');
    const content = await readFile(file);
    for (let at = content.indexOf('"id":"broken"'); at >= 0; at = content.indexOf('"id":"broken"', at + 1))
      content.write('"id":"brokem"', at);
    await writeFile(`${file}.new`, content);
    await copyFile(`${file}.new`, file);

    const damaged = open();
    const again = damaged.forTenant('shop');
    await expect(again.read({ after: null, limit: 10 })).rejects.toMatchObject(UNAVAILABLE);
    expect(() => again.known([{ kind: 'VIBER_MESSAGE', id: 'broken' }])).toThrow(expect.objectContaining(UNAVAILABLE));
    await expect(again.record([reportOf('broken', 'SENT', 2)])).rejects.toMatchObject(UNAVAILABLE);
    expect(again.known([{ kind: 'VIBER_MESSAGE', id: 'before' }])).toMatchObject([{ id: 'before' }]);
    const logged = await Promise.all([
      again.record([reportOf('before', 'SENT', 2)]),
      again.record([reportOf('broken', 'SENT', 2)]).catch((error: { code: string }) => error.code),
      again.record([reportOf('after', 'SENT', 2)]),
    ]);
    expect(logged).toMatchObject([[{ id: 'before' }], 'EVENTS_UNAVAILABLE', [{ id: 'after' }]]);
    expect([states, damaged.state()]).toEqual([['damaged'], 'damaged']);
  });
});

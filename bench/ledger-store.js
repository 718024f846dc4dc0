/**
 * Measures stores for the ledger of sends: 10 000 durable writes of 400 bytes, 64 at once, and how late the event loop
 * is meanwhile. Build first; lmdb and classic-level are measured where they are installed.
 *
 *   npm run build && node bench/ledger-store.js
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const WRITES = 10_000;
const AT_ONCE = 64;
const text = 'x'.repeat(400);

const stores = {
  /** @param {string} directory */
  async journal(directory) {
    const { openJournal } = await import('../dist/sends/journal.js');
    const journal = await openJournal({
      directory,
      apply: () => undefined,
      now: Date.now,
      isBegun: false,
      segmentAgeMs: Infinity,
    });
    const write = (/** @type {number} */ n) => journal.append([{ op: 'seen', by: `${n} ${text}`, at: n }]);
    return { write, close: () => journal.close() };
  },
  /** @param {string} directory */
  async lmdb(directory) {
    const { open } = await import('lmdb');
    const database = open({ path: join(directory, 'data.mdb'), noSubdir: true, encoding: 'string' });
    const write = async (/** @type {number} */ n) => {
      await database.put(`key ${n}`, text);
      await database.flushed;
    };
    return { write, close: () => database.close() };
  },
  /** @param {string} directory */
  async 'classic-level'(directory) {
    const { ClassicLevel } = await import('classic-level');
    const level = new ClassicLevel(directory);
    await level.open();
    /** @type {{ n: number, done: () => void }[]} */
    let waiting = [];
    let isRunning = false;
    const drain = async () => {
      isRunning = true;
      while (waiting.length > 0) {
        const group = waiting;
        waiting = [];
        await level.batch(
          group.map(({ n }) => ({ type: 'put', key: `key ${n}`, value: text })),
          { sync: true },
        );
        for (const { done } of group) done();
      }
      isRunning = false;
    };
    const write = (/** @type {number} */ n) =>
      new Promise((resolve) => {
        waiting.push({ n, done: () => resolve(undefined) });
        if (!isRunning) void drain();
      });
    return { write, close: () => level.close() };
  },
};

for (const [name, open] of Object.entries(stores)) {
  const directory = await mkdtemp(join(tmpdir(), 'ledger-store-'));
  try {
    const { write, close } = await open(directory);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const startedAt = performance.now();
    let next = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < WRITES) await write(next++);
      }),
    );
    const milliseconds = performance.now() - startedAt;
    delay.disable();
    await close();
    const perSecond = Math.round((WRITES * 1000) / milliseconds);
    const late = (/** @type {number} */ nanoseconds) => (nanoseconds / 1e6).toFixed(1);
    console.log(
      `${name.padEnd(14)} ${perSecond} durable writes a second, event loop p99 ${late(delay.percentile(99))} ms, ` +
        `longest ${late(delay.max)} ms`,
    );
  } catch (error) {
    console.log(`${name.padEnd(14)} not measured: ${/** @type {Error} */ (error).message.split('\n')[0]}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

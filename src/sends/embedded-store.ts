import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clocks, createLedgerClock, DAY_MS, KEY_LIFE_MS, recordLifeMs, systemClocks } from './clock.js';
import { closeToOthers, openDataDirectory } from './directory.js';
import { createFingerprint, identityOf } from './fingerprint.js';
import { openJournal, type LinePosition } from './journal.js';
import { LedgerHealth } from './ledger-health.js';
import { LedgerStateMachine } from './ledger-state.js';
import { openLocalLedger } from './local-ledger.js';
import { LaterRelease } from './later-release.js';
import { closeOwner, isGone, openOwner, sharesClock } from './process-owner.js';
import { readSecret } from './secret-file.js';
import { SeenWrites } from './seen-writes.js';
import type { OpenFile } from './segment.js';
import type { LedgerOptions, LedgerStore } from './ledger-store.js';
import { remedyOf, storeFault } from '../store-fault.js';

export interface EmbeddedLedgerOptions extends LedgerOptions {
  /** The ledger takes the directory `sends` in it, for its owner alone. */
  readonly dataDir: string;
  readonly clocks?: Clocks;
  readonly segmentBytes?: number;
  /** For tests that inject faults. */
  readonly open?: OpenFile;
}

/** Each open segment takes two file descriptors. */
const MAX_SEGMENTS_BY_AGE = 30;
/** The name in what was seen: one journal has the sends of all tenants. */
const JOURNAL = 'journal';
const OLDER_COPY = 'the journal ends before what was written to it: an older copy is in its place';
/** How often the time is written down, so that other processes find it; files are closed and deleted then too. Milliseconds. */
const SEEN_MS = 60_000;

/**
 * A durable ledger that several processes of one machine may have open at once.
 * @throws an Error that names DATA_DIR when it cannot be read or written, is damaged, was written by a later release, or
 *   holds a ledger of release 0.1.0
 */
export async function openEmbeddedLedger(options: EmbeddedLedgerOptions): Promise<LedgerStore> {
  const { dataDir } = options;
  const directory = join(dataDir, 'sends');
  await openDataDirectory(directory);
  await closeToOthers(directory);
  await refuseLedgerOfRelease010(dataDir);
  try {
    return await openIn(directory, options);
  } catch (cause) {
    if (cause instanceof LaterRelease)
      throw new Error(
        `DATA_DIR ${dataDir} was ${cause.message}. Nothing is sent, since keys that are bound could look free. Start that ` +
          'release or a later one',
        { cause },
      );
    // Nothing is damaged then, and nothing may be moved away: the keys of the last day are in these files.
    const remedy = remedyOf(cause);
    if (remedy !== null)
      throw new Error(`DATA_DIR ${dataDir} cannot be written (${storeFault(cause)}): ${remedy}, and start again`, {
        cause,
      });
    throw new Error(
      `DATA_DIR ${dataDir} cannot be read or written: ${messageOf(cause)}. Nothing is sent, since keys that are bound ` +
        `could look free. Put the file back from a copy of the disk; without one, move ${directory} away, and look at ` +
        'the vendor’s console before anything of the last 24 hours is sent again',
      { cause },
    );
  }
}

async function openIn(directory: string, options: EmbeddedLedgerOptions): Promise<LedgerStore> {
  const { clocks = systemClocks, onWarning = () => undefined } = options;
  const isNew = !(await readdir(directory)).some((name) => /\.[ab]$/.test(name));
  const { secret, isBegun, complete } = await readSecret(directory, isNew);
  const health = new LedgerHealth(options);
  const seen = new SeenWrites(identityOf(secret), health, options.seen ?? null);
  await seen.learn(); // before the journal is read: what others have written by now has to be in it
  const recordLife = recordLifeMs(options.campaignRecordDays);
  const owner = openOwner();
  const state = new LedgerStateMachine<LinePosition>();
  const age = (at: number): number => Math.max(0, clocks.wall() - at);
  /** By process, the one that wrote last at the end: by how much its ledger clock is ahead of the monotonic clock. */
  const aheadBy = new Map<string, number>();
  let isLoaded = false;
  const journal = await openJournal({
    directory,
    now: () => clock.now(),
    apply(change, sequence, place) {
      if (!isLoaded && change.op === 'seen' && change.monotonic !== undefined) {
        aheadBy.delete(change.by);
        aheadBy.set(change.by, change.at - change.monotonic);
      }
      const isBegun = change.op === 'bind' || change.op === 'cancel';
      const pendingSince = clocks.monotonic() - (isLoaded || !isBegun ? 0 : age(change.at));
      state.apply(change, sequence, place, pendingSince);
    },
    sequenceOf: (tenant, id) => state.send(tenant, id)?.sequence ?? null,
    onWritten: (end) => seen.add(JOURNAL, end),
    isBegun,
    segmentBytes: options.segmentBytes,
    segmentAgeMs: Math.max(DAY_MS, recordLife / MAX_SEGMENTS_BY_AGE),
    open: options.open,
  });
  isLoaded = true;
  if (journal.openedAt < seen.highest(JOURNAL)) seen.rolledBack(OLDER_COPY);
  const { lastSeen } = state;
  // Two clocks would disagree on which keys are free: where a process runs already, its clock counts.
  const [, shared = null] = [...aheadBy].findLast(([by]) => sharesClock(by)) ?? [];
  const clock = createLedgerClock(clocks, lastSeen, shared);
  const writeTime = (): Promise<void> =>
    journal.append([{ op: 'seen', by: owner, at: clock.now(), monotonic: clocks.monotonic() }]);
  if (journal.damaged > 0) onWarning('ledger-damaged', { directory, mendedLines: journal.damaged });
  if (lastSeen > 0 && clock.now() - lastSeen > KEY_LIFE_MS && state.boundKeys(lastSeen).keys > 0) {
    onWarning('ledger-clock', { lastSeen: new Date(lastSeen).toISOString(), now: new Date(clock.now()).toISOString() });
    await journal.append([{ op: 'extend', by: owner, since: lastSeen, until: clock.now() + KEY_LIFE_MS }]);
  }
  await writeTime(); // that it can be written is known at the start
  await complete();

  const timer = setInterval(() => void writeTime().catch(() => undefined), SEEN_MS).unref();

  const store = openLocalLedger({
    log: journal,
    state,
    clock,
    health,
    fingerprint: createFingerprint(secret),
    owner,
    isGone,
    notices: options,
    recordLife,
    sendTimeoutMs: options.sendTimeoutMs,
  });
  return {
    ...store,
    async close() {
      clearInterval(timer);
      await store.close();
      closeOwner(owner);
    },
  };
}

/** It would be taken for an empty ledger, and its keys for free ones. */
async function refuseLedgerOfRelease010(dataDir: string): Promise<void> {
  const old = join(dataDir, 'ledger');
  const names = await readdir(old).catch(() => []);
  if (!names.some((name) => /^(CURRENT|LOCK|LOG|MANIFEST-.*|.*\.(ldb|log))$/.test(name))) return;
  throw new Error(
    `DATA_DIR ${dataDir} holds a ledger of release 0.1.0 in ${old}, which this release does not read. Stop sending, run ` +
      'release 0.1.0 until 24 hours after its last send, then move that folder away and start this release. Campaigns ' +
      'that 0.1.0 sent are then read from tracking alone, and are not in `campaigns`',
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

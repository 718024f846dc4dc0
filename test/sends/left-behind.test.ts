import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { campaignOf } from '../../src/graph/campaign/campaign.lookup.js';
import { systemClocks } from '../../src/sends/clock.js';
import { openEmbeddedLedger } from '../../src/sends/embedded-store.js';
import { openLedger } from '../../src/sends/open-ledger.js';
import { keyedLedger } from './keyed-ledger.js';

const OPTIONS = { campaignRecordDays: 2, sendTimeoutMs: 30_000 };
const HOUR = 60 * 60_000;
const campaign = campaignOf({ trackingId: 'c1', name: null, applicationName: null, asOf: '', totalMessages: null });

describe('keys of DATA_DIR at a start with REDIS_URL', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'left-behind-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  /** Sends in DATA_DIR, so many hours ago. */
  async function send(hoursAgo: number, ...ends: ('ACCEPTED' | 'PENDING' | 'UNKNOWN' | 'REFUSED')[]): Promise<void> {
    const clocks = { ...systemClocks, wall: () => Date.now() - hoursAgo * HOUR };
    const store = await openEmbeddedLedger({ ...OPTIONS, dataDir, clocks });
    const ledger = keyedLedger(store, 'shop');
    for (const [index, end] of ends.entries()) {
      const key = `${end} ${index}`;
      await ledger.begin(key, 'input');
      if (end === 'ACCEPTED') await ledger.accept(key, { ...campaign, trackingId: key });
      if (end === 'UNKNOWN') await ledger.lose(key);
      if (end === 'REFUSED') await ledger.release(key);
    }
    await store.close();
  }

  /** What a start says that comes as far as redis, which is not there. */
  const startError = async (): Promise<string> => {
    const place = { kind: 'redis', url: 'redis://127.0.0.1:1', waitReplicas: 0, formerDirectory: dataDir } as const;
    return openLedger(place, OPTIONS).then(
      () => '',
      (error: Error) => error.message,
    );
  };
  const GOES_ON = 'REDIS_URL: redis cannot be reached';

  it('refuse it, with their number, the time when the last ends and what can be done', async () => {
    await send(1, 'ACCEPTED', 'PENDING', 'UNKNOWN', 'REFUSED');
    const before = await readdir(join(dataDir, 'sends'));
    const message = await startError();
    expect(message).toContain(`${join(dataDir, 'sends')} (DATA_DIR): 3 answer until `);
    expect(message).toContain('would be sent again under redis (2 of sends without a known outcome: ');
    expect(Date.parse(/until (\S+) /.exec(message)![1]!)).toBeGreaterThan(Date.now() + 22 * HOUR);
    expect(await readdir(join(dataDir, 'sends'))).toEqual(before);
  });

  it('refuse it where one of both copies is damaged', async () => {
    await send(1, 'ACCEPTED');
    await writeFile(join(dataDir, 'sends', '000001.a'), '');
    expect(await startError()).toContain(': 1 answer until ');
  });

  it.each([
    ['both copies are damaged', ['000001.a', '000001.b'], 'no line of it is whole'],
    ['its files are gone', [], 'no line of it is whole'],
    ['one of its files is gone', ['000001.a'], '000001.b is missing'],
  ])('refuse it where %s, with what can be done', async (_, kept, why) => {
    await send(1, 'ACCEPTED');
    for (const name of ['000001.a', '000001.b']) {
      const path = join(dataDir, 'sends', name);
      await (kept.length === 2 ? writeFile(path, 'garbage\n') : kept.includes(name) ? Promise.resolve() : rm(path));
    }
    const message = await startError();
    expect(message).toMatch(/^REDIS_URL: .* \(DATA_DIR\), and whether one of them still answers cannot be read /);
    expect(message).toContain(why);
    expect(message).toContain('move ');
  });

  it.each([
    ['are over', () => send(80, 'ACCEPTED', 'UNKNOWN')],
    ['were refused', () => send(1, 'REFUSED')],
    ['are not there', () => Promise.resolve()],
    [
      'were moved away',
      async () => {
        await send(1, 'ACCEPTED');
        await rm(join(dataDir, 'sends'), { recursive: true });
      },
    ],
  ])('let it go on where they %s', async (_, begin) => {
    await begin();
    expect(await startError()).toContain(GOES_ON);
  });
});

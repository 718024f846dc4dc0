import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '../../src/app/service.js';
import { fakeClock } from '../support/fake-clock.js';
import { standInSettings, startStandInRoutee, type StandInRoutee } from '../support/stand-in-routee.js';
import { until } from '../support/wait.js';
import { startDurableService } from './durable-service.js';
import { sendKeyed, type Ending } from './keyed-sends.js';

const SEND_TIMEOUT_MS = 30_000;

// Stands still until a test advances it.
const clock = fakeClock();

/** Something that a test lets happen. */
function createGate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

let vendor: StandInRoutee;
let service: Service;
let dataDir: string;
/** Opens when the request is at the vendor, which then waits for `answer`. */
let arrival: ReturnType<typeof createGate>;
let answer: ReturnType<typeof createGate>;

const start = (): Promise<Service> =>
  startDurableService(
    { ...standInSettings(vendor.url), DATA_DIR: dataDir, SEND_TIMEOUT_MS: String(SEND_TIMEOUT_MS) },
    { clock },
  );

beforeEach(async () => {
  arrival = createGate();
  answer = createGate();
  vendor = await startStandInRoutee({
    sendGate: (label) => {
      if (!label.startsWith('waits')) return undefined;
      arrival.open();
      return answer.opened;
    },
  });
  dataDir = await mkdtemp(join(tmpdir(), 'send-ends-'));
  service = await start();
});
afterEach(async () => {
  answer.open();
  await service.stop();
  await vendor.close();
  await rm(dataDir, { recursive: true, force: true });
});

const trackingIdOf = (ending: Ending): string | null => (ending.kind === 'SENT' ? ending.trackingId : null);

describe('ten callers of one key at once', () => {
  it('send one message and get its one answer', async () => {
    const callers = Array.from({ length: 10 }, () => sendKeyed(service.url, 'waits-for-all'));
    await arrival.opened;
    answer.open();
    const endings = await Promise.all(callers);
    expect(vendor.accepted.get('waits-for-all')).toHaveLength(1);
    expect(new Set(endings.map(trackingIdOf))).toEqual(new Set(vendor.accepted.get('waits-for-all')));
    expect(endings.filter((ending) => ending.kind === 'SENT' && !ending.replayed)).toHaveLength(1);
  });
});

describe('a caller that hangs up', () => {
  it('does not abort a send that has left: the same key gives its answer', async () => {
    const hangUp = new AbortController();
    const gone = sendKeyed(service.url, 'waits-alone', { signal: hangUp.signal });
    await arrival.opened;
    hangUp.abort();
    expect(await gone).toEqual({ kind: 'NO_ANSWER' });
    const again = sendKeyed(service.url, 'waits-alone');
    answer.open();
    expect(await again).toEqual({
      kind: 'SENT',
      trackingId: vendor.accepted.get('waits-alone')![0],
      replayed: true,
    });
    expect(vendor.accepted.get('waits-alone')).toHaveLength(1);
  });
});

describe('a server that is stopped during a send', () => {
  it('lets nobody in, waits for the answer, gives it to the caller and keeps it', async () => {
    const caller = sendKeyed(service.url, 'waits-for-stop');
    await arrival.opened;
    const stopped = service.stop();
    await refused(service.url);
    answer.open();
    expect(await caller).toMatchObject({ kind: 'SENT', replayed: false });
    await stopped;

    service = await start();
    expect(await sendKeyed(service.url, 'waits-for-stop')).toMatchObject({ kind: 'SENT', replayed: true });
    expect(vendor.accepted.get('waits-for-stop')).toHaveLength(1);
  });

  it('waits for a caller that hung up as well', async () => {
    const hangUp = new AbortController();
    const gone = sendKeyed(service.url, 'waits-unanswered', { signal: hangUp.signal });
    await arrival.opened;
    hangUp.abort();
    await gone;
    const stopped = service.stop();
    answer.open();
    await stopped;

    service = await start();
    expect(await sendKeyed(service.url, 'waits-unanswered')).toMatchObject({ kind: 'SENT', replayed: true });
    expect(vendor.accepted.get('waits-unanswered')).toHaveLength(1);
  });

  it('waits no longer than the deadline of the send, which is unknown for good then', async () => {
    const caller = sendKeyed(service.url, 'waits-in-vain');
    await arrival.opened;
    const stopped = service.stop(); // although the vendor never answers
    clock.advance(SEND_TIMEOUT_MS);
    await stopped;
    expect(await caller).toEqual({ kind: 'UNKNOWN' });

    service = await start();
    expect(await sendKeyed(service.url, 'waits-in-vain')).toEqual({ kind: 'UNKNOWN' });
    expect(vendor.accepted.get('waits-in-vain')).toHaveLength(1);
  });
});

describe('a deadline that passes before the request', () => {
  it('is reported as a refusal, which leaves the key free', async () => {
    await service.stop();
    await vendor.close();
    const token = createGate();
    vendor = await startStandInRoutee({ tokenGate: () => token.opened });
    service = await start();
    const late = sendKeyed(service.url, 'hurried');
    await until(() => vendor.count.tokens === 1);
    clock.advance(SEND_TIMEOUT_MS);
    expect(await late).toMatchObject({ kind: 'REFUSED', code: 'UPSTREAM_TIMEOUT' });
    expect(vendor.accepted.has('hurried')).toBe(false);
    token.open();
    await service.stop();
    service = await start();
    expect(await sendKeyed(service.url, 'hurried')).toMatchObject({ kind: 'SENT', replayed: false });
    expect(vendor.accepted.get('hurried')).toHaveLength(1);
  });
});

/** Resolves when nobody accepts connections there. */
async function refused(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const isOpen = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => resolve(true));
      socket.on('connect', () => socket.destroy());
      socket.on('error', () => resolve(false));
    });
  while (await isOpen());
}

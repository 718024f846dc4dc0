import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../support/wait.js';
import { type LiveSandbox, startLiveSandbox } from './live-sandbox.js';
import { CLIENTS } from './watching.js';

const WATCH = `subscription Watch($trackingId: ID!) {
  campaignUpdated(trackingId: $trackingId) {
    cursor
    isLast
    campaign { trackingId name progress { total settled isSettled states { state count } } }
    changedMessages { trackingId status { state isFinal } }
  }
}`;

interface Watched {
  readonly campaignUpdated: {
    readonly cursor: string;
    readonly isLast: boolean;
    readonly campaign: {
      readonly progress: { readonly states: readonly { readonly state: string; readonly count: number }[] };
    };
    readonly changedMessages: readonly { readonly trackingId: string; readonly status: { readonly state: string } }[];
  };
}

/** Magic recipients: seen after 8 s, undelivered after 4 s, expired after 6 s. */
const RECIPIENTS = ['+12025550160', '+12025550162', '+12025550163'];

describe('a campaign that is sent to the sandbox', () => {
  let service: LiveSandbox;
  beforeAll(async () => {
    service = await startLiveSandbox({}, { sendsSamples: true });
  });
  afterAll(() => service.stop());

  test('is reported by callbacks to subscribers on every transport until its last change, without a vendor call', async () => {
    const trackingId = await service.send(...RECIPIENTS);
    const reads = () => service.vendorCalls().filter((call) => call.includes(trackingId));
    const [first, ...others] = Object.values(CLIENTS).map(
      (create) => () => create(service.endpoint)<Watched>(WATCH, { trackingId }),
    );
    const readers = [first!()];
    await until(() => readers[0]!.seen.length === 1 && reads().length === 2); // its first update, and the watch of all
    readers.push(...others.map((start) => start()));
    await until(() => readers.every(({ seen, error }) => seen.length === 1 || error() !== null));
    expect(readers.map(({ error }) => error())).toEqual(readers.map(() => null));
    const before = service.vendorCalls().length;
    for (let second = 0; second < 10; second++) await service.pass(1000);
    await until(() => readers.every(({ isComplete, error }) => isComplete() || error() !== null));
    for (const { seen, error, stop } of readers) {
      expect(error()).toBeNull();
      const states = new Map<string, string>();
      for (const { campaignUpdated } of seen)
        for (const { trackingId: id, status } of campaignUpdated.changedMessages) states.set(id, status.state);
      expect([...states.values()].sort()).toEqual(['EXPIRED', 'SEEN', 'UNDELIVERED']);
      expect(seen.map(({ campaignUpdated }) => campaignUpdated.isLast)).toEqual([
        ...seen.slice(1).map(() => false),
        true,
      ]);
      expect(seen.at(-1)!.campaignUpdated.campaign.progress.states).toMatchObject([
        { state: 'SEEN', count: 1 },
        { state: 'UNDELIVERED', count: 1 },
        { state: 'EXPIRED', count: 1 },
      ]);
      stop();
    }
    expect(service.vendorCalls().slice(before)).toEqual([]);
  });
});

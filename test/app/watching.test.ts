import { describe, expect, test } from '@jest/globals';
import { expectsCallbacks, walkSnapshot } from '../../src/app/watching.js';
import { MessagingError } from '../../src/errors/error.js';
import { CampaignSnapshot } from '../../src/graph/campaign/campaign.snapshot.js';
import type { Sources } from '../../src/graph/context.js';
import type { DeliveryState } from '../../src/graph/delivery/delivery-status.type.js';
import type { NewReport } from '../../src/graph/delivery-event/delivery-event.source.js';
import { Operation } from '../../src/operation.js';
import { deliveryStatus, viberMessage } from '../support/graph-samples.js';

describe('whether callbacks are expected for what is watched', () => {
  interface World {
    readonly canBeCalled?: boolean;
    /** By kind and id, the address of the caller's own; null where it has none. */
    readonly sent?: Readonly<Record<string, string | null>>;
    /** Campaigns of messages that the log knows. */
    readonly campaigns?: Readonly<Record<string, string | null>>;
    /** Flows of messages that the log knows. */
    readonly flows?: Readonly<Record<string, string>>;
  }
  const expects = (kind: Parameters<typeof expectsCallbacks>[1]['kind'], id: string, world: World = {}) => {
    const { canBeCalled = true, sent = {}, campaigns = {}, flows = {} } = world;
    const sources = {
      callbacks: canBeCalled ? {} : null,
      ledger: {
        find: (of: string, sentId: string) =>
          Promise.resolve(
            `${of} ${sentId}` in sent ? { receipt: { statusCallbackUrl: sent[`${of} ${sentId}`] } } : null,
          ),
      },
      events: {
        known: ([name]: { id: string }[]) =>
          Promise.resolve([
            name!.id in campaigns || name!.id in flows
              ? { campaignTrackingId: campaigns[name!.id] ?? null, flowTrackingId: flows[name!.id] ?? null }
              : null,
          ]),
      },
    };
    return expectsCallbacks(sources as unknown as Sources, { kind, id });
  };

  test.each(['VIBER_MESSAGE', 'VIBER_CAMPAIGN', 'FAILOVER_FLOW'] as const)(
    'a %s that this graph sent: where it has no address of the caller’s',
    async (kind) => {
      expect(await expects(kind, 'x', { sent: { [`${kind} x`]: null } })).toBe(true);
      expect(await expects(kind, 'x', { sent: { [`${kind} x`]: 'https://shop.example' } })).toBe(false);
      expect(await expects(kind, 'x')).toBe(false);
      expect(await expects(kind, 'x', { canBeCalled: false, sent: { [`${kind} x`]: null } })).toBe(false);
    },
  );

  test('a message of a campaign: what holds for the campaign', async () => {
    const campaigns = { m: 'c', alone: null };
    expect(await expects('VIBER_MESSAGE', 'm', { campaigns, sent: { 'VIBER_CAMPAIGN c': null } })).toBe(true);
    expect(
      await expects('VIBER_MESSAGE', 'm', { campaigns, sent: { 'VIBER_CAMPAIGN c': 'https://shop.example' } }),
    ).toBe(false);
    expect(await expects('VIBER_MESSAGE', 'm', { campaigns })).toBe(false);
    expect(await expects('VIBER_MESSAGE', 'alone', { campaigns, sent: { 'VIBER_CAMPAIGN c': null } })).toBe(false);
  });

  test('a message of a Viber step of a flow: what holds for the flow', async () => {
    const flows = { m: 'f' };
    expect(await expects('VIBER_MESSAGE', 'm', { flows, sent: { 'FAILOVER_FLOW f': null } })).toBe(true);
    expect(await expects('VIBER_MESSAGE', 'm', { flows, sent: { 'FAILOVER_FLOW f': 'https://shop.example' } })).toBe(
      false,
    );
    expect(await expects('VIBER_MESSAGE', 'm', { flows })).toBe(false);
  });

  test('a report of GMS: never, since GMS reports the end alone', async () => {
    expect(await expects('DELIVERY_REPORT', 'x', { sent: { 'DELIVERY_REPORT x': null } })).toBe(false);
  });
});

describe('the walk of a campaign', () => {
  type OnPage = (page: number, answer: { rows: readonly unknown[] }) => void;
  interface Cancels {
    cancelledAt(): Promise<number | null>;
  }
  const NO_CANCELS: Cancels = { cancelledAt: () => Promise.resolve(null) };
  const CANCELLED: Cancels = { cancelledAt: () => Promise.resolve(1) };
  function walk(
    whole: (onPage: OnPage) => unknown,
    record = (_reports: readonly NewReport[]) => Promise.resolve(),
    ledger = NO_CANCELS,
  ) {
    const recorded: NewReport[][] = [];
    const sources = {
      ledger,
      snapshots: { whole: async (_id: string, _operation: Operation, onPage: OnPage) => whole(onPage) },
      events: {
        record: (reports: readonly NewReport[]) => {
          recorded.push([...reports]);
          return record(reports);
        },
      },
    };
    const walked = walkSnapshot(sources as unknown as Sources)('c', new Operation({ maxCalls: 50 }));
    return { walked, recorded };
  }
  const fails = (error: Error) => () => {
    throw error;
  };

  test('of one that does not exist says so, and of one that is too large reports nothing', async () => {
    expect(await walk(() => null).walked).toBe('ABSENT');
    for (const code of ['CAMPAIGN_TOO_LARGE', 'OPERATION_TOO_EXPENSIVE'] as const)
      expect(await walk(fails(new MessagingError(code))).walked).toBeNull();
  });

  test('of one that was cancelled finds it final, unless a message of it was sent', async () => {
    const snapshotOf = (...states: readonly DeliveryState[]) => {
      const snapshot = new CampaignSnapshot('c', 100, 2 ** 20, () => [0, 0]);
      const rows = states.map((state, index) => viberMessage(`m${index}`, { status: deliveryStatus({ state }) }));
      snapshot.take(0, { rows, total: rows.length, size: 100, asOf: '2026-05-01T12:00:00.000Z' }, 1);
      return snapshot;
    };
    const finalOf = async (found: unknown, ledger: Cancels) => {
      const walked = await walk(() => found, undefined, ledger).walked;
      return walked === null || walked === 'ABSENT' ? walked : walked.isFinal;
    };
    const down: Cancels = { cancelledAt: () => Promise.reject(new MessagingError('LEDGER_UNAVAILABLE')) };
    expect(await finalOf(snapshotOf('QUEUED', 'QUEUED'), CANCELLED)).toBe(true);
    expect(await finalOf(snapshotOf(), CANCELLED)).toBe(true);
    expect(await finalOf(null, CANCELLED)).toBe(true);
    expect(await finalOf(snapshotOf('QUEUED', 'SENT'), CANCELLED)).toBe(false);
    expect(await finalOf(snapshotOf('QUEUED'), NO_CANCELS)).toBe(false);
    expect(await finalOf(snapshotOf('QUEUED'), down)).toBe(false);
    expect(await finalOf(null, down)).toBe('ABSENT');
  });

  test('that fails otherwise rejects', async () => {
    const error = new MessagingError('UPSTREAM_TIMEOUT');
    await expect(walk(fails(error)).walked).rejects.toBe(error);
    const unexpected = new Error('unexpected');
    await expect(walk(fails(unexpected)).walked).rejects.toBe(unexpected);
  });

  test('records the rows of each page that it reads, and not those that could not be read', async () => {
    const { walked, recorded } = walk((onPage) => {
      onPage(0, { rows: [viberMessage('a', {}), null] });
      onPage(1, { rows: [viberMessage('b', {})] });
      return null;
    });
    await walked;
    expect(recorded.map((reports) => reports.map(({ id }) => id))).toEqual([['a'], ['b']]);
  });

  test('is over when what it found is recorded, or cannot be', async () => {
    let finish: (error: Error) => void = () => undefined;
    const pending = new Promise<void>((_, reject) => (finish = reject));
    const { walked } = walk(
      (onPage) => {
        onPage(0, { rows: [viberMessage('a', {})] });
        return null;
      },
      () => pending,
    );
    let isOver = false;
    const ended = walked.then(() => (isOver = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    finish(new MessagingError('EVENTS_UNAVAILABLE'));
    await ended;
  });
});

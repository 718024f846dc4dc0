import { describe, expect, it } from '@jest/globals';
import { openMemoryLog } from '../../src/events/log/memory-log.js';
import { addReport, changesOf, type SubjectState } from '../../src/events/log/subject-state.js';
import type { NewReport } from '../../src/graph/delivery-event/delivery-event.source.js';
import { DeliveryState } from '../../src/graph/delivery/delivery-status.type.js';
import { createRandom, reportOf, shuffle, statusOf } from './reports.js';

const stateAfter = (reports: readonly NewReport[]): SubjectState =>
  reports.reduce<SubjectState | null>((state, report) => addReport(state, report, 0), null)!;

/** The state after the reports in the given order, which has to be that of the reverse order too. */
function shownState(...reports: readonly NewReport[]): DeliveryState | undefined {
  const state = stateAfter(reports).status?.state;
  expect(stateAfter([...reports].reverse()).status?.state).toBe(state);
  return state;
}

const m = (state: DeliveryState, minute: number | null = null): NewReport => reportOf('m', state, minute);

describe('the state of a subject', () => {
  it.each([
    ['a refusal over a later open state', [m('UNDELIVERED', 1), m('QUEUED', 9)], 'UNDELIVERED'],
    ['a delivery over a later failure', [m('DELIVERED', 1), m('FAILED', 9)], 'DELIVERED'],
    ['what was seen over a later delivery', [m('SEEN', 1), m('DELIVERED', 9)], 'SEEN'],
    ['the later one of two open states', [m('SENT', 1), m('QUEUED', 2)], 'QUEUED'],
    ['the later one of two failures', [m('UNDELIVERED', 1), m('UNSENT', 2)], 'UNSENT'],
    ['a dated one over one without a date', [m('SENT'), m('QUEUED', 0)], 'QUEUED'],
    ['the latest expiry over its delivery', [m('DELIVERED', 1), m('EXPIRED', 2)], 'EXPIRED'],
    ['a delivery over an expiry of the same minute', [m('DELIVERED', 2), m('EXPIRED', 2)], 'DELIVERED'],
    ['a delivery over an earlier expiry', [m('DELIVERED', 3), m('EXPIRED', 2)], 'DELIVERED'],
    ['a delivery over an expiry without a date', [m('DELIVERED'), m('EXPIRED')], 'DELIVERED'],
    ['what was seen over an expiry after its delivery', [m('SEEN', 1), m('DELIVERED', 1), m('EXPIRED', 2)], 'SEEN'],
    [
      'the last date of a delivery against an expiry',
      [m('DELIVERED', 1), m('EXPIRED', 2), m('DELIVERED', 3)],
      'DELIVERED',
    ],
  ] as const)('is %s', (_, reports, expected) => {
    expect(shownState(...reports)).toBe(expected);
  });

  it('follows one order where rank and date are equal', () => {
    const order = ['UNKNOWN', 'QUEUED', 'IN_PROGRESS', 'SENT', 'UNSENT', 'FAILED', 'EXPIRED', 'UNDELIVERED'] as const;
    for (const [index, state] of order.entries())
      expect(shownState(...order.slice(0, index + 1).map((one) => m(one, 5)))).toBe(state);
  });

  it('is the same for 100 000 reports in whatever order and however often', () => {
    const random = createRandom(14);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
    const states = Object.values(DeliveryState);
    const bodies = Array.from({ length: 100_000 }, () => {
      const minute = random() < 0.1 ? null : Math.floor(random() * 20);
      const detailedStatus = pick([null, 'TTL Expired', 'Timed Out']);
      const report = reportOf(`m${Math.floor(random() * 12_000)}`, pick(states), minute, {
        price: pick([null, '0.01', '0.02']),
        channel: pick([null, 'VIBER', 'SMS']),
      });
      return { ...report, status: { ...report.status!, detailedStatus } };
    });
    const repeated = shuffle([...bodies, ...bodies.filter(() => random() < 0.5)], random);

    const inOrder = endStates(bodies);
    expect(inOrder.size).toBeGreaterThan(10_000);
    expect(endStates(repeated)).toEqual(inOrder);
    expect(endStates([...bodies].reverse())).toEqual(inOrder);
  });

  it('takes what names a subject from its first report and the price from the latest', () => {
    const first = reportOf('m', 'QUEUED', 1, { campaignTrackingId: 'c1', country: 'GR', price: '0.02' });
    const later = reportOf('m', 'SENT', 2, { campaignTrackingId: null, country: 'DE', price: '0.01' });
    expect(stateAfter([first, later])).toMatchObject({ campaignTrackingId: 'c1', country: 'GR', price: '0.01' });
    expect(stateAfter([later, first])).toMatchObject({ campaignTrackingId: 'c1', country: 'DE', price: '0.01' });
  });
});

/** Everything that is a function of the set of reports, by subject. */
function endStates(reports: readonly NewReport[]): Map<string, unknown> {
  const states = new Map<string, SubjectState>();
  for (const report of reports) states.set(report.id, addReport(states.get(report.id) ?? null, report, 0));
  return new Map(
    [...states].sort().map(([id, { status, channel, history, price }]) => {
      const known = history.map((one) => JSON.stringify([one.status, one.channel])).sort();
      return [id, { status, channel, known, price }];
    }),
  );
}

describe('the changes of a batch', () => {
  const eventsOf = (...reports: readonly NewReport[]) =>
    changesOf(reports, () => null, 0).events.map(({ id, status, previousState }) => [id, previousState, status?.state]);

  it('are events only where the state changes', () => {
    expect(eventsOf(m('QUEUED', 1), m('QUEUED', 2), m('SENT', 2), m('QUEUED', 1))).toEqual([
      ['m', null, 'QUEUED'],
      ['m', 'QUEUED', 'SENT'],
    ]);
  });

  it('are events where a final state is outranked', () => {
    expect(eventsOf(m('FAILED', 1), m('DELIVERED', 2), m('EXPIRED', 3))).toEqual([
      ['m', null, 'FAILED'],
      ['m', 'FAILED', 'DELIVERED'],
      ['m', 'DELIVERED', 'EXPIRED'],
    ]);
  });

  it('have the channel of the report that decided the state, in whatever order the reports come', () => {
    const via = (channel: NewReport['channel'], report: NewReport): NewReport => ({ ...report, channel });
    const [expired, delivered] = [via('VIBER', m('EXPIRED', 1)), via('SMS', m('DELIVERED', 2))];
    const channelsOf = (...reports: readonly NewReport[]) =>
      changesOf(reports, () => null, 0).events.map(({ status, channel }) => [status?.state, channel]);
    expect(channelsOf(expired, delivered)).toEqual([
      ['EXPIRED', 'VIBER'],
      ['DELIVERED', 'SMS'],
    ]);
    expect(channelsOf(delivered, expired)).toEqual([['DELIVERED', 'SMS']]);
    expect(stateAfter([delivered, expired]).channel).toBe('SMS');
  });

  it('are no event where a subject becomes known, but are from then on', () => {
    const known = { ifUnknown: 'KNOWN', source: 'READ' } as const;
    expect(eventsOf(reportOf('m', 'QUEUED', 1, known), reportOf('m', 'SENT', 2, known))).toEqual([
      ['m', 'QUEUED', 'SENT'],
    ]);
  });

  it('keep a later date of the same state, which is no event', () => {
    const { states, events } = changesOf([m('SENT', 1), m('SENT', 2)], () => null, 0);
    expect(events).toHaveLength(1);
    expect(states.get('VIBER_MESSAGE/m')?.status?.updatedAt).toBe(statusOf('SENT', 2).updatedAt);
  });

  it('are nothing to be written where a report has nothing new', () => {
    const state = stateAfter([m('SENT', 2)]);
    expect(changesOf([m('SENT', 2), m('SENT', 1)], () => state, 1000).states.size).toBe(0);
    expect(changesOf([m('SENT', 2)], () => state, 24 * 60 * 60 * 1000).states.size).toBe(1);
  });

  it('of a send are its outcomes, in the order in which they are reported', () => {
    const outcome = (sendOutcome: NewReport['sendOutcome']): NewReport => ({
      ...m('SENT'),
      kind: 'SEND',
      status: null,
      sendOutcome,
      source: 'SEND',
    });
    const { events } = changesOf(
      [outcome('NOT_SENT'), outcome('ACCEPTED'), outcome('ACCEPTED'), outcome('CANCELLED'), outcome('ACCEPTED')],
      () => null,
      0,
    );
    expect(events.map(({ sendOutcome }) => sendOutcome)).toEqual(['NOT_SENT', 'ACCEPTED', 'CANCELLED', 'ACCEPTED']);
  });

  it('of a send that was cancelled are not the late answer of its vendor, which a callback came before', () => {
    const outcome = (sendOutcome: NewReport['sendOutcome'], ifUnknown: NewReport['ifUnknown']): NewReport => ({
      ...m('SENT'),
      kind: 'SEND',
      status: null,
      sendOutcome,
      source: 'SEND',
      ifUnknown,
    });
    const { events, states } = changesOf(
      [outcome('ACCEPTED', 'EVENT'), outcome('CANCELLED', 'EVENT'), outcome('ACCEPTED', 'KNOWN')],
      () => null,
      0,
    );
    expect(events.map(({ sendOutcome }) => sendOutcome)).toEqual(['ACCEPTED', 'CANCELLED']);
    expect([...states.values()].map(({ sendOutcome }) => sendOutcome)).toEqual(['CANCELLED']);
  });
});

describe('what a log keeps of a report', () => {
  it('has at most 200 characters of a description, and no run of five or more digits', async () => {
    const events = openMemoryLog({ days: 7, max: 10 }).forTenant('t');
    const report = m('FAILED', 1);
    const reported = (description: string, detailedStatus: string | null = null): NewReport => ({
      ...reportOf(description, 'FAILED'),
      status: { ...report.status!, description, detailedStatus },
    });
    const logged = await events.record([
      reported('Number 306941234567 is not known (code 1234)', 'to 306941234567 failed, 23011'),
      reported('Number +30 694 123-4567 is not known'),
      reported('\u0664\u0665\u0666\u0667\u0668 is not known'),
      reported('x'.repeat(199) + '\u{1F600}'),
    ]);
    expect(logged.map(({ status }) => [status?.description, status?.detailedStatus])).toEqual([
      ['Number  is not known (code 1234)', 'to  failed, 23011'],
      ['Number  is not known', null],
      ['is not known', null],
      ['x'.repeat(199), null],
    ]);
  });
});

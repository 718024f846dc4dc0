import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { fakeClock } from '../support/fake-clock.js';
import { graph, type Graph } from '../support/fake-sources.js';
import { failoverFlow, viberMessage } from '../support/graph-samples.js';
import { until } from '../support/wait.js';

const LATER = '2999-01-01T12:00:00.000Z';
const to = '+306912345678';
const content = { text: 'Hello' };
const CAMPAIGN = { idempotencyKey: 'key', senderId: 's', recipients: { phoneNumbers: [to] }, content };
const sendCampaign = ({ ask }: Graph, changes: Record<string, unknown> = {}) =>
  ask('mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { send { id } } }', {
    input: { ...CAMPAIGN, ...changes },
  });

/** Every event: what it is of, its state or outcome, and how it was learned. */
const reported = async ({ events }: Graph) =>
  (await events.read({ after: null, limit: 100 })).events.map(
    ({ kind, status, sendOutcome, source, previousState }) =>
      `${kind} ${status?.state ?? sendOutcome} ${source} ${previousState}`,
  );

const sendIdOf = async ({ ledger }: Graph) => {
  const any = { kinds: null, outcomes: null, createdFrom: null, createdUntil: null };
  const [record] = await ledger.records(any, { order: 'NEWEST_FIRST', beyond: null, limit: 1 });
  return record!.send.id;
};

/** @returns how its writes go on */
function hang({ events }: Graph): () => Promise<unknown> {
  const record = events.record.bind(events);
  let resume: () => void = () => undefined;
  const resumed = new Promise<void>((resolve) => (resume = resolve));
  const writes: Promise<unknown>[] = [];
  events.record = (reports) => {
    const write = resumed.then(() => record(reports));
    writes.push(write);
    return write;
  };
  return () => {
    resume();
    return Promise.all(writes);
  };
}

/** What needs no timer is done. */
const allDone = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('the vendor’s answer to a send', () => {
  test('makes a campaign’s send known, and is no event', async () => {
    const fake = await graph();
    await sendCampaign(fake);
    const [known] = await fake.events.known([{ kind: 'SEND', id: await sendIdOf(fake) }]);
    expect(known).toMatchObject({ sendOutcome: 'ACCEPTED', campaignTrackingId: 'sent-1' });
    expect(await reported(fake)).toEqual([]);
  });

  test('makes a message known', async () => {
    const fake = await graph({ sendMessage: async () => viberMessage('m') });
    const input = { idempotencyKey: 'key', senderId: 's', to, message: { content } };
    await fake.ask('mutation ($input: SendViberMessageInput!) { sendViberMessage(input: $input) { replayed } }', {
      input,
    });
    const [message, send] = await fake.events.known([
      { kind: 'VIBER_MESSAGE', id: 'm' },
      { kind: 'SEND', id: await sendIdOf(fake) },
    ]);
    expect([message?.status, send?.sendOutcome]).toEqual([
      expect.objectContaining({ state: viberMessage('m').status.state }),
      'ACCEPTED',
    ]);
    expect(await reported(fake)).toEqual([]);
  });

  test('makes a flow known', async () => {
    const fake = await graph({ sendFlow: async () => failoverFlow('f') });
    const input = { idempotencyKey: 'key', to, steps: [{ sms: { from: 'Shop', text: 'Hello' } }] };
    await fake.ask('mutation ($input: SendFailoverFlowInput!) { sendFailoverFlow(input: $input) { replayed } }', {
      input,
    });
    const [flow] = await fake.events.known([{ kind: 'FAILOVER_FLOW', id: 'f' }]);
    expect(flow).not.toBeNull();
    expect(await reported(fake)).toEqual([]);
  });

  test('is given although the log cannot be written', async () => {
    const fake = await graph();
    fake.events.record = async () => {
      throw new MessagingError('EVENTS_UNAVAILABLE');
    };
    expect((await sendCampaign(fake)).errors).toEqual([]);
  });

  test('waits for a log that hangs 250 ms, and is recorded when the log goes on', async () => {
    const clock = fakeClock();
    const fake = await graph({ clock });
    const resume = hang(fake);
    const answer = sendCampaign(fake);
    let isAnswered = false;
    void answer.then(() => (isAnswered = true));
    await until(() => clock.timers() > 0);
    clock.advance(249);
    await allDone();
    expect(isAnswered).toBe(false);
    clock.advance(1);
    expect((await answer).errors).toEqual([]);
    await resume();
    const [known] = await fake.events.known([{ kind: 'SEND', id: await sendIdOf(fake) }]);
    expect(known?.sendOutcome).toBe('ACCEPTED');
  });

  test('does not wait for a log that is known to be away', async () => {
    const clock = fakeClock();
    const fake = await graph({ clock, isLogAway: true });
    hang(fake);
    expect((await sendCampaign(fake)).errors).toEqual([]);
    expect(clock.timers()).toBe(0);
  });
});

describe('an outcome that becomes known otherwise', () => {
  test('is an event: by a cancel, once', async () => {
    const fake = await graph({ cancel: async () => 'CANCELLED' });
    await sendCampaign(fake, { scheduledAt: LATER });
    for (let times = 0; times < 2; times++)
      await fake.ask('mutation { cancelViberCampaign(input: { trackingId: "sent-1" }) { send { outcome } } }');
    expect(await reported(fake)).toEqual(['SEND CANCELLED SEND null']);
  });

  test('is an event: by a read that shows a message of a cancelled campaign sent, once', async () => {
    const fake = await graph({
      cancel: async () => 'CANCELLED',
      campaigns: { 'sent-1': [viberMessage('m', { status: { ...viberMessage('m').status, state: 'SENT' } })] },
    });
    await sendCampaign(fake, { scheduledAt: LATER });
    await fake.ask('mutation { cancelViberCampaign(input: { trackingId: "sent-1" }) { send { outcome } } }');
    for (let times = 0; times < 2; times++)
      await fake.ask('{ campaign(trackingId: "sent-1") { messages { nodes { trackingId } } } }');
    expect((await reported(fake)).filter((one) => one.startsWith('SEND'))).toEqual([
      'SEND CANCELLED SEND null',
      'SEND ACCEPTED READ null',
    ]);
  });

  test('is an event: by a person', async () => {
    const unknown = new MessagingError('SEND_OUTCOME_UNKNOWN', { outcome: 'UNKNOWN', vendor: 'ROUTEE' });
    const fake = await graph({
      send: async () => {
        throw unknown;
      },
      campaigns: { c: [viberMessage('m')] },
    });
    await sendCampaign(fake);
    const { data } = await fake.ask('{ sends { nodes { id } } }');
    const { id } = (data as { sends: { nodes: { id: string }[] } }).sends.nodes[0]!;
    const answer = await fake.ask(
      'mutation ($id: ID!) { reconcileSend(input: { sendId: $id, wasSent: true, trackingId: "c" }) { send { outcome } } }',
      { id },
    );
    expect(answer.errors).toEqual([]);
    expect(await reported(fake)).toEqual(['SEND ACCEPTED SEND null']);
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { canonicalInput } from '../../src/sends/canonical.js';
import { openMemoryLedger } from '../../src/sends/memory-store.js';
import { type PaidSend, sendOnce } from '../../src/sends/send-once.js';
import type { LedgerStore, SendLedger } from '../../src/sends/send-ledger.js';
import { createTestClocks, type TestClocks } from './test-clocks.js';

let clocks: TestClocks;
let store: LedgerStore;
let ledger: SendLedger<string>;
let steps: string[];
beforeEach(() => {
  clocks = createTestClocks();
  store = openMemoryLedger({ campaignRecordDays: 2, sendTimeoutMs: 30_000, clocks });
  ledger = store.forTenant('shop');
  steps = [];
});

const paidSend = (told: Partial<PaidSend<string>> & { text?: string } = {}): PaidSend<string> => ({
  kind: 'VIBER_CAMPAIGN',
  key: 'key',
  input: canonicalInput('VIBER_CAMPAIGN', { text: told.text ?? 'Hello' }),
  scheduledAt: null,
  vendor: 'ROUTEE',
  isKeyValid: true,
  requireSendable: () => void steps.push('rules'),
  prepare: async () => void steps.push('prepare'),
  async request(requireInTime) {
    requireInTime();
    steps.push('request');
    return { vendorId: 'c1', receipt: 'receipt' };
  },
  ...told,
});
const send = (told: Parameters<typeof paidSend>[0] = {}) =>
  sendOnce(ledger, paidSend(told), { deadline: performance.now() + 5000, clocks });
const broken = () => {
  throw new MessagingError('BAD_USER_INPUT');
};

describe('a send', () => {
  it('takes its steps in order: rules, what the request needs, the request', async () => {
    expect(await send()).toEqual({ receipt: 'receipt', replayed: false });
    expect(steps).toEqual(['rules', 'prepare', 'request']);
  });

  it('is answered under its key before any rule is judged, whatever its outcome', async () => {
    await send();
    expect(await send({ requireSendable: broken })).toEqual({ receipt: 'receipt', replayed: true });
    await expect(send({ requireSendable: broken, text: 'Other' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const lost = { key: 'lost', request: () => Promise.reject(new MessagingError('SEND_OUTCOME_UNKNOWN')) };
    await expect(send(lost)).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
    await expect(send({ ...lost, requireSendable: broken })).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
  });

  it('covers its kind: another kind under the same key is other input', async () => {
    await send();
    const input = canonicalInput('VIBER_MESSAGE', { text: 'Hello' });
    await expect(send({ kind: 'VIBER_MESSAGE', input })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('binds nothing when a rule is broken, or what the request needs cannot be had', async () => {
    await expect(send({ requireSendable: broken })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    const prepare = () => Promise.reject(new MessagingError('UPSTREAM_UNAUTHENTICATED'));
    await expect(send({ prepare })).rejects.toMatchObject({ code: 'UPSTREAM_UNAUTHENTICATED' });
    expect(await store.size()).toBe(0);
  });

  it('with a key that cannot be bound is told of its rules without the ledger', async () => {
    ledger.look = () => Promise.reject(new Error('not to be asked'));
    await expect(send({ isKeyValid: false, requireSendable: broken })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});

describe('a request that has not begun 5 s after its bind', () => {
  /** As a process that was frozen, or a machine that was suspended, between the bind and the request. */
  const late = (freeze: () => void): Partial<PaidSend<string>> => ({
    async request(requireInTime) {
      freeze();
      requireInTime();
      steps.push('request');
      return { vendorId: 'c1', receipt: 'receipt' };
    },
  });

  it.each([
    ['the process was frozen', () => clocks.pass(5001)],
    ['the machine was suspended, and its monotonic clock with it', () => clocks.step(5001)],
  ])('does not begin, and its key is free: %s', async (_, freeze) => {
    await expect(send(late(freeze))).rejects.toMatchObject({ code: 'OVERLOADED', retryable: true });
    expect(steps).not.toContain('request');
    expect(await send()).toEqual({ receipt: 'receipt', replayed: false });
  });

  it('begins within that time', async () => {
    expect(await send(late(() => clocks.pass(5000)))).toEqual({ receipt: 'receipt', replayed: false });
  });

  it('stays unknown where another process has told so meanwhile', async () => {
    const freeze = async () => {
      clocks.pass(60_000);
      const bound = await ledger.look('key', canonicalInput('VIBER_CAMPAIGN', { text: 'Hello' }));
      await ledger.lose(bound!.send.id);
    };
    const request: PaidSend<string>['request'] = async (requireInTime) => {
      await freeze();
      requireInTime();
      throw new Error('not reached');
    };
    await expect(send({ request })).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
    await expect(send()).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
    expect(steps).not.toContain('request');
  });
});

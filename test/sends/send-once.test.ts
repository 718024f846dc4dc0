import { beforeEach, describe, expect, it } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { canonicalInput } from '../../src/sends/canonical.js';
import { openMemoryLedger } from '../../src/sends/memory-store.js';
import { type PaidSend, type SendEnd, sendOnce } from '../../src/sends/send-once.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import type { SendLedger } from '../../src/sends/send-ledger.js';
import { createTestClocks, type TestClocks } from './test-clocks.js';

interface Receipt {
  readonly trackingId: string;
}
const RECEIPT: Receipt = { trackingId: 'c1' };

let clocks: TestClocks;
let store: LedgerStore;
let ledger: SendLedger<Receipt>;
let steps: string[];
beforeEach(() => {
  clocks = createTestClocks();
  store = openMemoryLedger({ campaignRecordDays: 2, sendTimeoutMs: 30_000, clocks });
  ledger = store.forTenant('shop');
  steps = [];
});

const paidSend = (reported: Partial<PaidSend<Receipt>> & { text?: string } = {}): PaidSend<Receipt> => ({
  kind: 'VIBER_CAMPAIGN',
  key: 'key',
  input: canonicalInput('VIBER_CAMPAIGN', { text: reported.text ?? 'Hello' }),
  scheduledAt: null,
  vendor: 'ROUTEE',
  isKeyValid: true,
  requireSendable: () => void steps.push('rules'),
  prepare: async () => void steps.push('prepare'),
  async request(requireInTime) {
    requireInTime();
    steps.push('request');
    return { vendorId: 'c1', receipt: RECEIPT };
  },
  ...reported,
});
const send = (reported: Parameters<typeof paidSend>[0] = {}) =>
  sendOnce(ledger, paidSend(reported), { deadline: performance.now() + 200_000, clocks });
const broken = () => {
  throw new MessagingError('BAD_USER_INPUT');
};

describe('a send', () => {
  it('takes its steps in order: rules, what the request needs, the request', async () => {
    expect(await send()).toMatchObject({ receipt: RECEIPT, replayed: false });
    expect(steps).toEqual(['rules', 'prepare', 'request']);
  });

  it('is answered under its key before any rule is judged, whatever its outcome', async () => {
    await send();
    expect(await send({ requireSendable: broken })).toMatchObject({ receipt: RECEIPT, replayed: true });
    await expect(send({ requireSendable: broken, text: 'Other' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const lost = { key: 'lost', request: () => Promise.reject(new MessagingError('SEND_OUTCOME_UNKNOWN')) };
    await expect(send(lost)).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
    await expect(send({ ...lost, requireSendable: broken })).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
  });

  it('answers that the outcome is unknown where its key was bound with an input that cannot be compared', async () => {
    const later = { ...canonicalInput('VIBER_CAMPAIGN', { text: 'Hello' }), form: 2, inForm: () => 'in form 2' };
    await send({ input: later });
    steps = [];
    await expect(send()).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
    await expect(send({ text: 'Other' })).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
    expect(steps).toEqual([]);
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

  it('with a key that cannot be bound is refused by its rules without the ledger', async () => {
    ledger.look = () => Promise.reject(new Error('not to be asked'));
    await expect(send({ isKeyValid: false, requireSendable: broken })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});

describe('a callback that proves that a send was accepted', () => {
  const draft = () => ({ name: 'Spring' });
  const settle = (id: string) => ledger.acceptByCallback(id, 'c7');
  const answer = { receipt: { trackingId: 'c7', name: 'Spring' }, replayed: false, send: { outcome: 'ACCEPTED' } };

  it('answers the send that still waits for its vendor', async () => {
    const never = new Promise<never>(() => undefined);
    const request: PaidSend<Receipt>['request'] = async (_, reference) => {
      await settle(reference);
      return never;
    };
    expect(await send({ draft, request })).toMatchObject(answer);
  });

  it.each(['SEND_OUTCOME_UNKNOWN', 'UPSTREAM_UNAVAILABLE'] as const)(
    'answers the send in the place of %s that came after it',
    async (code) => {
      const request: PaidSend<Receipt>['request'] = async (_, reference) => {
        ledger.onAccepted = () => () => undefined; // as when another instance took the callback
        await settle(reference);
        throw new MessagingError(code);
      };
      expect(await send({ draft, request })).toMatchObject(answer);
      expect(await send({ draft })).toMatchObject({ ...answer, replayed: true });
      expect(steps).not.toContain('request');
    },
  );
});

describe('a request whose send a callback has answered', () => {
  const draft = () => ({ name: 'Spring' });
  /** A request whose callback comes first, and how it ends afterwards. */
  function answeredEarly() {
    let end: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;
    const request: PaidSend<Receipt>['request'] = async (_, reference) => {
      await ledger.acceptByCallback(reference, 'c7');
      await new Promise<void>((resolve, reject) => (end = { resolve, reject }));
      return { vendorId: 'c7', receipt: { trackingId: 'c7' } };
    };
    return { request, resolve: () => end!.resolve(), reject: (error: Error) => end!.reject(error) };
  }

  it('is handed on as one that still runs, until its vendor has answered and that is written', async () => {
    const early = answeredEarly();
    const requests: Promise<unknown>[] = [];
    const options = {
      deadline: performance.now() + 200_000,
      clocks,
      onRequest: (one: Promise<unknown>) => requests.push(one),
    };
    expect(await sendOnce(ledger, paidSend({ draft, request: early.request }), options)).toMatchObject({
      receipt: { trackingId: 'c7' },
    });
    expect(requests).toHaveLength(1);
    let hasEnded = false;
    const ended = requests[0]!.then(() => (hasEnded = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasEnded).toBe(false);
    early.resolve();
    await ended;
  });

  it.each(['SEND_OUTCOME_UNKNOWN', 'UPSTREAM_UNAVAILABLE'] as const)(
    'stays accepted when it ends with %s while the ledger cannot be written',
    async (code) => {
      const early = answeredEarly();
      await send({ draft, request: early.request });
      const writes: string[] = [];
      ledger.lose = async (id) => Promise.reject(new Error(`lose ${writes.push(id)}`));
      ledger.release = async (id) => Promise.reject(new Error(`release ${writes.push(id)}`));
      ledger.forget = () => void writes.push('forget');
      early.reject(new MessagingError(code));
      await new Promise((resolve) => setImmediate(resolve));
      expect(writes).toEqual(['forget']);
      expect(await send({ draft })).toMatchObject({ replayed: true, send: { outcome: 'ACCEPTED' } });
    },
  );
});

describe('a call that waits for an earlier send under its key', () => {
  it('answers that the outcome is unknown where the ledger cannot be asked any more', async () => {
    await ledger.bind({
      key: 'key',
      kind: 'VIBER_CAMPAIGN',
      input: canonicalInput('VIBER_CAMPAIGN', { text: 'Hello' }),
      scheduledAt: null,
    });
    ledger.waitForOutcome = () => Promise.reject(new MessagingError('LEDGER_UNAVAILABLE'));
    await expect(send()).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
    expect(steps).toEqual([]);
  });
});

describe('the end of a send', () => {
  const ends: SendEnd[] = [];
  const end = async (reported: Parameters<typeof paidSend>[0] = {}) => {
    ends.length = 0;
    await sendOnce(ledger, paidSend(reported), {
      deadline: performance.now() + 200_000,
      clocks,
      onEnd: (one) => void ends.push(one),
    }).catch(() => undefined);
    expect(ends).toHaveLength(1);
    const [{ send: known, vendorId, replayed, failure }] = ends as [SendEnd];
    return [known?.outcome ?? null, vendorId, replayed, failure?.code ?? null];
  };
  const failing = (code: 'SEND_OUTCOME_UNKNOWN' | 'INSUFFICIENT_BALANCE') => ({
    key: code,
    request: () => Promise.reject(new MessagingError(code)),
  });

  it('is reported once, whatever it is', async () => {
    expect(await end()).toEqual(['ACCEPTED', 'c1', false, null]);
    expect(await end()).toEqual(['ACCEPTED', 'c1', true, null]);
    expect(await end({ text: 'Other' })).toEqual(['ACCEPTED', null, true, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await end({ key: 'new', requireSendable: broken })).toEqual([null, null, false, 'BAD_USER_INPUT']);
    expect(await end(failing('SEND_OUTCOME_UNKNOWN'))).toEqual(['UNKNOWN', null, false, 'SEND_OUTCOME_UNKNOWN']);
    expect(await end(failing('INSUFFICIENT_BALANCE'))).toEqual(['NOT_SENT', null, false, 'INSUFFICIENT_BALANCE']);
  });
});

describe('a request that has not begun 5 s after its bind', () => {
  /** As a process that was frozen, or a machine that was suspended, between the bind and the request. */
  const late = (freeze: () => void): Partial<PaidSend<Receipt>> => ({
    async request(requireInTime) {
      freeze();
      requireInTime();
      steps.push('request');
      return { vendorId: 'c1', receipt: RECEIPT };
    },
  });

  it.each([
    ['the process was frozen', () => clocks.pass(5001)],
    ['the machine was suspended, and its monotonic clock with it', () => clocks.step(5001)],
  ])('does not begin, and its key is free: %s', async (_, freeze) => {
    await expect(send(late(freeze))).rejects.toMatchObject({ code: 'OVERLOADED', retryable: true });
    expect(steps).not.toContain('request');
    expect(await send()).toMatchObject({ receipt: RECEIPT, replayed: false });
  });

  it('begins within that time', async () => {
    expect(await send(late(() => clocks.pass(5000)))).toMatchObject({ receipt: RECEIPT, replayed: false });
  });

  it('stays unknown where another process has recorded it as unknown meanwhile', async () => {
    const freeze = async () => {
      clocks.pass(60_000);
      const bound = await ledger.look('key', canonicalInput('VIBER_CAMPAIGN', { text: 'Hello' }));
      await ledger.lose(bound!.send.id);
    };
    const request: PaidSend<Receipt>['request'] = async (requireInTime) => {
      await freeze();
      requireInTime();
      throw new Error('not reached');
    };
    await expect(send({ request })).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
    await expect(send()).rejects.toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN' });
    expect(steps).not.toContain('request');
  });
});

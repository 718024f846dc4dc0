import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SendRecord } from '../../src/sends/send-ledger.js';
import { onAccepted, Waiters } from '../../src/sends/waiters.js';

interface Receipt {
  readonly trackingId: string;
}
const recordOf = (outcome: string): SendRecord<Receipt> =>
  ({ send: { outcome }, receipt: outcome === 'ACCEPTED' ? { trackingId: 'c1' } : null }) as SendRecord<Receipt>;

let waiters: Waiters;
let known: Promise<SendRecord<Receipt> | null>;
let looks: number;
let accepted: SendRecord<Receipt>[];
let stop: () => void;

beforeEach(() => {
  jest.useFakeTimers();
  waiters = new Waiters();
  known = Promise.resolve(recordOf('PENDING'));
  [looks, accepted] = [0, []];
  const look = (): typeof known => {
    looks++;
    return known;
  };
  stop = onAccepted(waiters, 'one', look, (record) => void accepted.push(record));
});
afterEach(() => void jest.useRealTimers());

/** A look that is not answered yet. @returns how to answer it */
async function unansweredLook(): Promise<(record: SendRecord<Receipt>) => void> {
  let answer: (record: SendRecord<Receipt>) => void = () => undefined;
  known = new Promise((resolve) => (answer = resolve));
  waiters.wake('one');
  await passTime(0);
  return answer;
}

const passTime = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

describe('who waits until a send is accepted', () => {
  it('looks once a second, and reports what it finds once', async () => {
    await passTime(2999);
    expect([looks, accepted]).toEqual([2, []]);
    known = Promise.resolve(recordOf('ACCEPTED'));
    await passTime(5000);
    expect([looks, accepted]).toEqual([3, [recordOf('ACCEPTED')]]);
  });

  it('looks at once when it is woken, and goes on where the send has ended otherwise', async () => {
    known = Promise.resolve(recordOf('UNKNOWN'));
    waiters.wake('one');
    waiters.wake('other');
    await passTime(0);
    expect([looks, accepted]).toEqual([1, []]);
    known = Promise.resolve(recordOf('ACCEPTED'));
    waiters.wake('one');
    await passTime(0);
    expect([looks, accepted]).toEqual([2, [recordOf('ACCEPTED')]]);
  });

  it('does not miss what happens while it looks', async () => {
    const answer = await unansweredLook();
    waiters.wake('one');
    known = Promise.resolve(recordOf('ACCEPTED'));
    answer(recordOf('PENDING'));
    await passTime(0);
    expect([looks, accepted]).toEqual([2, [recordOf('ACCEPTED')]]);
  });

  it('goes on where the store cannot be asked', async () => {
    known = Promise.reject(new Error('down'));
    known.catch(() => undefined);
    await passTime(1000);
    known = Promise.resolve(recordOf('ACCEPTED'));
    await passTime(1000);
    expect([looks, accepted]).toEqual([2, [recordOf('ACCEPTED')]]);
  });

  it('neither looks nor reports once it has stopped, and keeps no timer', async () => {
    const answer = await unansweredLook();
    stop();
    answer(recordOf('ACCEPTED'));
    await passTime(5000);
    expect([looks, accepted, jest.getTimerCount()]).toEqual([1, [], 0]);
  });
});

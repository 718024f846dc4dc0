import { expect, test } from '@jest/globals';
import { CallbackTrust } from '../../src/events/watch/callback-trust.js';

/** Answers one question after another. */
function asked() {
  const questions: ((answer: Promise<boolean>) => void)[] = [];
  let known = 0;
  const ask = () => new Promise<boolean>((resolve) => questions.push(resolve));
  const trust = new CallbackTrust({ kind: 'VIBER_MESSAGE', id: 'm' }, ask, () => (known += 1));
  const reply = async (answer: Promise<boolean>): Promise<void> => {
    questions.at(-1)!(answer);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { trust, reply, counts: () => ({ questions: questions.length, known }) };
}

test('callbacks that are not expected at first are asked for again with each use, one question at a time', async () => {
  const { trust, reply, counts } = asked();
  expect([trust.isExpected, trust.isExpected, counts()]).toEqual([false, false, { questions: 1, known: 0 }]);
  await reply(Promise.resolve(false));
  expect([trust.isExpected, trust.isExpected, counts()]).toEqual([false, false, { questions: 2, known: 0 }]);
  await reply(Promise.reject(new Error('the ledger is away')));
  expect([trust.isExpected, counts()]).toEqual([false, { questions: 3, known: 0 }]);
  await reply(Promise.resolve(true));
  expect([trust.isExpected, counts()]).toEqual([true, { questions: 3, known: 1 }]);
});

test('callbacks that are expected are not asked for again, also after a read that found a change first', async () => {
  const { trust, reply, counts } = asked();
  await reply(Promise.resolve(true));
  trust.missed();
  expect([trust.isExpected, counts().questions]).toEqual([false, 1]);
  trust.called();
  expect([trust.isExpected, counts().questions]).toEqual([true, 1]);
});

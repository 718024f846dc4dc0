import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { errors, jwtVerify } from 'jose';
import { createJwks, type Jwks, JwksUnavailable } from '../../src/server/auth/jwks.js';
import { stopTime } from '../support/still-time.js';
import { eventually } from '../support/wait.js';
import { type KeyServer, startKeyServer } from './key-server.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const COOLDOWN = 5 * SECOND;
const RENEWAL = 10 * MINUTE;
const LONGEST_USE = 60 * MINUTE;
const FLOOD = 500;

let keys: KeyServer;
let jwks: Jwks;
/** Each cause that was reported; null where the set could be loaded again. */
let changes: (string | null)[];
beforeEach(async () => {
  keys = await startKeyServer();
  stopTime();
  changes = [];
  jwks = createJwks(new URL(keys.url), (cause) => void changes.push(cause));
});
afterEach(async () => {
  jest.useRealTimers();
  await keys.close();
});

const pass = (milliseconds: number): void => void jest.advanceTimersByTime(milliseconds);
const DAY = 86_400;
const tokenOf = (kid?: string): Promise<string> => keys.token({}, { expiresIn: DAY, ...(kid ? { kid } : {}) });

type Verdict = 'good' | 'no such key' | 'unavailable';
const check = (token: string): Promise<Verdict> =>
  jwtVerify(token, jwks.find).then(
    (): Verdict => 'good',
    (error: unknown): Verdict => {
      if (error instanceof errors.JWKSNoMatchingKey) return 'no such key';
      if (error instanceof JwksUnavailable) return 'unavailable';
      throw error;
    },
  );
/** All at once, each with an unknown key of its own. */
async function flood(name: string): Promise<Verdict[]> {
  const tokens = await Promise.all(Array.from({ length: FLOOD }, (_, n) => tokenOf(`${name}-${n}`)));
  return [...new Set(await Promise.all(tokens.map(check)))];
}

describe('tokens that name unknown keys', () => {
  test('have the set asked for once in a cooldown, however many come', async () => {
    const good = await tokenOf();
    expect(await flood('first')).toEqual(['no such key']);
    expect(keys.asked()).toBe(1);
    pass(COOLDOWN - 1);
    expect(await flood('cooling')).toEqual(['no such key']);
    expect(keys.asked()).toBe(1);
    pass(1);
    expect(await flood('cooled')).toEqual(['no such key']);
    expect(await flood('cooling again')).toEqual(['no such key']);
    expect(keys.asked()).toBe(2);
    expect(await check(good)).toBe('good');
    expect(keys.asked()).toBe(2);
  });

  test('have it asked for once a second while it fails, and are not called bad then', async () => {
    const good = await tokenOf();
    expect(await check(good)).toBe('good');
    keys.answer(500);
    pass(COOLDOWN);
    expect(await flood('failing')).toEqual(['unavailable']);
    expect(await flood('failing still')).toEqual(['unavailable']);
    expect(keys.asked()).toBe(2);
    expect(await check(good)).toBe('good');
    pass(SECOND);
    expect(await flood('a second later')).toEqual(['unavailable']);
    expect(keys.asked()).toBe(3);
  });
});

describe('keys that change', () => {
  test('are found by the first token that names a new one, once the cooldown is over', async () => {
    const old = await tokenOf();
    expect(await check(old)).toBe('good');
    await keys.rotate('key-2');
    const fresh = await tokenOf();
    expect(await check(fresh)).toBe('no such key');
    pass(COOLDOWN);
    expect(await check(fresh)).toBe('good');
    expect(await check(old)).toBe('no such key');
    expect(keys.asked()).toBe(2);
  });

  test('are renewed in the background: the token that brings it about does not wait, and no other is needed', async () => {
    const old = await tokenOf();
    expect(await check(old)).toBe('good');
    await keys.rotate('key-2');
    pass(RENEWAL);
    expect(await check(old)).toBe('good');
    expect(keys.asked()).toBe(1);
    pass(1);
    expect(await check(old)).toBe('good');
    expect(
      await eventually(
        () => check(old),
        (reported) => reported !== 'good',
      ),
    ).toBe('no such key');
    expect(keys.asked()).toBe(2);
    expect(await check(await tokenOf())).toBe('good');
    expect(keys.asked()).toBe(2);
  });

  test('are asked for once for each renewal, and renewed again after the same time', async () => {
    const good = await tokenOf();
    expect(await check(good)).toBe('good');
    for (let time = 2; time < 5; time++) {
      pass(RENEWAL + 1);
      await Promise.all(Array.from({ length: FLOOD }, () => check(good)));
      await eventually(
        () => check(good),
        () => keys.asked() === time,
      );
      await Promise.all(Array.from({ length: FLOOD }, () => check(good)));
      expect(keys.asked()).toBe(time);
    }
  });
});

describe('while the renewal fails', () => {
  test('the old keys hold for an hour, the set is asked for once a second, and it comes back by itself', async () => {
    const good = await tokenOf();
    expect(await check(good)).toBe('good');
    keys.answer(500);
    pass(RENEWAL + 1);
    const asksOnce = async (asked: number): Promise<void> => {
      await eventually(
        () => check(good),
        () => keys.asked() === asked,
      );
      const reported = await Promise.all(Array.from({ length: FLOOD }, () => check(good)));
      expect(new Set(reported)).toEqual(new Set(['good']));
      expect(keys.asked()).toBe(asked);
    };
    await asksOnce(2);
    pass(SECOND);
    await asksOnce(3);
    pass(LONGEST_USE - RENEWAL - SECOND - 2);
    await asksOnce(4);

    pass(SECOND);
    expect(await check(good)).toBe('unavailable');
    keys.answer(200);
    expect(await check(good)).toBe('unavailable');
    pass(SECOND);
    expect(await check(good)).toBe('good');
  });
});

describe('a set that cannot be loaded', () => {
  test.each([
    ['is answered with a status', () => keys.answer(500), 'HTTP 500'],
    ['is moved elsewhere', () => keys.answer(302), 'HTTP 302'],
    ['is text', () => keys.answer(200, 'sign in, please'), 'NOT_JSON'],
    ['is other JSON', () => keys.answer(200, '{"keys":1}'), 'NOT_A_KEY_SET'],
    ['is refused by its machine', () => keys.close(), 'ECONNREFUSED'],
  ])('is reported once with the cause where it %s', async (_name, fail, cause) => {
    const token = await tokenOf();
    await fail();
    expect(await check(token)).toBe('unavailable');
    pass(SECOND);
    expect(await check(token)).toBe('unavailable');
    expect(changes).toEqual([cause]);
  });

  test('that does not answer is reported within its time', async () => {
    keys.hold();
    const checked = check(await tokenOf());
    await eventually(
      () => Promise.resolve(keys.asked()),
      (asked) => asked === 1,
    );
    jest.useRealTimers(); // the deadline is of the platform's own timers
    expect(await checked).toBe('unavailable');
    expect(changes).toEqual(['NO_ANSWER']);
  });

  test('is reported while its keys still serve, and loaded again by the next token', async () => {
    const good = await tokenOf();
    expect(await check(good)).toBe('good');
    expect(changes).toEqual([]);
    keys.answer(500);
    pass(RENEWAL + 1);
    await eventually(
      () => check(good),
      () => changes.length === 1,
    );
    expect(changes).toEqual(['HTTP 500']);
    keys.answer(200);
    pass(SECOND);
    await eventually(
      () => check(good),
      () => changes.length === 2,
    );
    expect(changes).toEqual(['HTTP 500', null]);
  });

  test('is loaded again by a token of a known key also where one with an unknown key had it loaded', async () => {
    const good = await tokenOf();
    expect(await check(good)).toBe('good');
    keys.answer(500);
    pass(COOLDOWN);
    expect(await check(await tokenOf('unknown'))).toBe('unavailable');
    keys.answer(200);
    pass(SECOND);
    await eventually(
      () => check(good),
      () => changes.length === 2,
    );
    expect(changes).toEqual(['HTTP 500', null]);
  });
});

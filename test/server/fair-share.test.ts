import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, sandboxIds, startSandbox } from '../support/sandbox.js';
import { ConcurrencyLimiter } from '../../src/server/graphql/concurrency-limiter.js';
import { FairShare } from '../../src/server/graphql/fair-share.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { eventually } from '../support/wait.js';
import { bearer, keyOf, writeTenants } from './tenants-file.js';

describe('a share of what tenants hold together', () => {
  test('one tenant alone may take all, and no more', () => {
    const share = new FairShare(1);
    share.take('a', 10);
    expect(share.allows('a', 1, 10)).toBe(false);
    share.giveBack('a', 1);
    expect(share.allows('a', 1, 10)).toBe(true);
  });

  test('one of several may take all that is free, and the others still get their share', () => {
    const share = new FairShare(2);
    for (let n = 0; n < 10; n++) {
      expect(share.allows('a', 1, 10)).toBe(true);
      share.take('a', 1);
    }
    expect(share.allows('a', 1, 10)).toBe(false);
    for (let n = 0; n < 5; n++) {
      expect(share.allows('b', 1, 10)).toBe(true);
      share.take('b', 1);
    }
    expect(share.allows('b', 1, 10)).toBe(false);
    expect(share.total).toBe(15);
  });

  test('a tenant that holds nothing may take once, also where there are more tenants than places', () => {
    const share = new FairShare(5);
    share.take('a', 2);
    expect([share.allows('b', 1, 2), share.allows('b', 100, 2)]).toEqual([true, true]);
    share.take('b', 1);
    expect(share.allows('b', 1, 2)).toBe(false);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%p is refused before it spoils the sum', (amount) => {
    const share = new FairShare(1);
    expect(() => share.take('a', amount)).toThrow(RangeError);
    share.take('a', 1);
    expect(share.total).toBe(1);
  });
});

describe('the limit of operations at once', () => {
  const forever = new Promise(() => undefined);

  test('is held half by mutations at most, so that reads do not wait with sends', () => {
    const limiter = new ConcurrencyLimiter({ limit: 4, tenants: 1 });
    for (let n = 0; n < 2; n++) limiter.watch('a', true, forever);
    expect([limiter.allows('a', true), limiter.allows('a', false)]).toEqual([false, true]);
  });

  test('is enforced on unread requests where one tenant has it, else once the tenant is known', () => {
    for (const [tenants, sheds] of [
      [1, true],
      [2, false],
    ] as const) {
      const limiter = new ConcurrencyLimiter({ limit: 1, tenants });
      limiter.watch('a', false, forever);
      for (let n = 0; n < 50; n++) limiter.countRefusal();
      expect(limiter.shedsLoad(null)).toBe(sheds);
      expect([limiter.shedsLoad('a'), limiter.shedsLoad('b')]).toEqual([true, tenants === 1]);
    }
  });
});

describe('a tenant whose sends hang', () => {
  const LIMIT = 20;
  const NO_ANSWER_EVER = '+12025550146';
  const SEND = `mutation { sendViberCampaign(input: {
    idempotencyKey: "one key", senderId: "${sandboxIds.sender}", recipients: { phoneNumbers: ["${NO_ANSWER_EVER}"] }, content: { text: "x" }
  }) { replayed } }`;
  const READ = `{ viberMessage(trackingId: "${sandboxIds.messageSeen}") { trackingId } }`;

  let sandbox: Sandbox;
  let service: RunningService;
  let sends: Promise<unknown>[];
  beforeAll(async () => {
    sandbox = await startSandbox();
    const tenantAt = (id: string) => ({
      id,
      routee: { ...sandbox.routee, applicationSecret: { env: 'ROUTEE_SECRET' } },
      gms: { ...sandbox.gms, password: { env: 'GMS_SECRET' } },
      keys: [keyOf(id)],
    });
    service = await startRunningService({
      ...writeTenants([tenantAt('one'), tenantAt('two')]),
      ROUTEE_SECRET: sandbox.routee.applicationSecret,
      GMS_SECRET: sandbox.gms.password,
      MAX_CONCURRENT_OPERATIONS: String(LIMIT),
    });
    let refused = 0;
    sends = Array.from({ length: 3 * LIMIT }, async () => {
      const { status } = await service.query(SEND, {}, bearer('one'));
      if (status === 503) refused += 1;
    });
    // all that may run are running: the others were refused
    await eventually(
      () => refused,
      (count) => count === 3 * LIMIT - LIMIT / 2,
    );
  });
  afterAll(async () => {
    await sandbox.close(); // which ends the hanging send
    await Promise.all(sends);
    await service.stop();
  });

  test('keeps no other tenant from reading', async () => {
    const answers = await Promise.all(Array.from({ length: LIMIT / 2 }, () => service.query(READ, {}, bearer('two'))));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  test('keeps no other tenant from sending', async () => {
    const send = SEND.replace(NO_ANSWER_EVER, '+306900000001').replace('one key', 'another key');
    expect((await service.query(send, {}, bearer('two'))).errors).toEqual([]);
  });

  test('may itself still read', async () => {
    expect((await service.query(READ, {}, bearer('one'))).status).toBe(200);
  });
});

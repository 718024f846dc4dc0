import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadStandIns, writeGuide } from '../../src/app/sandbox-guide.js';
import { VENDORS } from '../../src/vendors/vendors.js';
import { magicValues, type MagicValue, type MagicPlace } from '../support/sandbox.js';
import { sandboxIds } from '../support/sandbox.js';
import { until } from '../support/wait.js';
import { pick, rows, startCaller, type Answer, type Caller } from './caller.js';

/** Every code that a vendor can cause. */
const codes =
  `INSUFFICIENT_BALANCE INVALID_RECIPIENT UNSUPPORTED_CONTENT_COMBINATION FILE_TOO_LARGE UNSUPPORTED_FILE_TYPE
  UNSUPPORTED_SESSION_CONTENT UNSUPPORTED_VIDEO_COMBINATION VIDEO_NOT_ALLOWED_IN_SESSION INVALID_IMAGE_URL IMAGE_URL_TOO_LONG
  IMAGE_URL_NOT_SECURE TTL_OUT_OF_RANGE INVALID_THUMBNAIL_URL VIDEO_TOO_LARGE VIDEO_TOO_LONG CONTACT_NOT_FOUND SENDER_NOT_FOUND
  CAMPAIGN_NAME_TAKEN CAMPAIGN_NOT_FOUND VIBER_MESSAGE_NOT_FOUND FAILOVER_FLOW_NOT_FOUND DELIVERY_REPORT_NOT_FOUND
  UPSTREAM_REJECTED UPSTREAM_UNAUTHENTICATED UPSTREAM_FORBIDDEN UPSTREAM_RATE_LIMITED UPSTREAM_TIMEOUT UPSTREAM_UNAVAILABLE
  UPSTREAM_BAD_RESPONSE SEND_OUTCOME_UNKNOWN CANCEL_OUTCOME_UNKNOWN CAMPAIGN_NOT_SCHEDULED`.split(/\s+/);

describe('magic values', () => {
  let caller: Caller;
  beforeAll(async () => {
    caller = await startCaller({
      wait: (milliseconds) => {
        waits.push(milliseconds);
        return new Promise(() => undefined);
      },
    });
  });
  /** How long the sandbox was about to wait before its answers, milliseconds. */
  const waits: number[] = [];
  afterAll(() => caller.sandbox.close());
  // a test that withdraws the token must not touch the next one
  const authorize = () => caller.authorize();

  const read = (place: MagicPlace, id: string) => {
    const paths: Partial<Record<MagicPlace, string>> = {
      message: `/viber/tracking/${id}`,
      campaign: `/viber/tracking/campaign/${id}`,
      flow: `/failover/tracking/${id}`,
      prices: '/system/prices?service=Viber', // of the application that has the token
      balance: '/accounts/me/balance',
    };
    return place === 'report' ? caller.gms(`external/${id}/simple`) : caller.routee(paths[place]!);
  };
  let sends = 0;
  const send = (number: string, campaignName: string) =>
    caller.post('/viber/campaign', {
      senderInfoTrackingId: sandboxIds.sender,
      to: [number],
      campaignName,
      body: { text: 'Hello' },
    });

  /** That a request gets no answer, although it has come and one that came after it is answered. */
  const expectSilence = async (request: Promise<Answer>) => {
    const pending = Symbol('pending');
    const before = caller.sandbox.calls().length;
    const answer = request.catch(() => 'failed');
    await until(() => caller.sandbox.calls().length > before);
    await caller.gms('external/report-sms/simple');
    expect(caller.sandbox.calls()[before]?.status).toBeNull();
    expect(await Promise.race([answer, Promise.resolve(pending)])).toBe(pending);
  };

  const expectEffect = async (
    { effect }: Pick<MagicValue, 'effect'>,
    request: () => Promise<Answer>,
    authorize: () => Promise<unknown> = () => caller.authorize(),
  ) => {
    switch (effect.kind) {
      case 'delay':
        waits.length = 0;
        await expectSilence(request());
        return expect(waits).toEqual([effect.milliseconds]);
      case 'failure':
        if (effect.failure === 'silence') return expectSilence(request());
        if (effect.failure === 'flood') return expect((await request()).text.length).toBeGreaterThan(32 * 1_048_576);
        return expect(request()).rejects.toThrow();
      case 'answer': {
        const answer = await request();
        expect([answer.status, answer.text]).toEqual([effect.reply.status, effect.reply.text]);
        return expect(answer.headers.get('retry-after')).toBe(effect.reply.headers['retry-after'] ?? null);
      }
      case 'half': {
        const answer = await request();
        expect(answer.status).toBe(200);
        return expect(() => answer.body).toThrow();
      }
      case 'access':
        expect((await request()).status).toBe(effect.status);
        await authorize();
        return expect((await request()).status).toBe(effect.until === 'new token' ? 200 : effect.status);
      default:
        return expect((await request()).status).toBe(200);
    }
  };

  const isRead = ({ places }: MagicValue) => !places.includes('recipient') && !places.includes('application');
  const readings = magicValues
    .filter(isRead)
    .flatMap((magic) => magic.places.map((place) => [magic.value, place, magic] as const));

  test.each(readings)('%s in the place of a %s does what the table says', async (value, place, magic) => {
    const isAccount = place === 'prices' || place === 'balance';
    const authorize = () => caller.authorize(undefined, isAccount ? `${value}:any` : undefined);
    await authorize();
    await expectEffect(magic, () => read(place, value), authorize);
    if (magic.once) expect((await read(place, value)).status).toBe(200);
  });

  const sendings = magicValues.filter(({ places }) => places.includes('recipient'));

  const cancellings = sendings.flatMap(({ value, happens, effect }) =>
    effect.kind === 'cancel' ? [[value, happens, effect] as const] : [],
  );

  test.each(cancellings)('the cancellation of a campaign to %s: %s', async (to, _, { effect, isCancelled }) => {
    await authorize();
    const sent = await caller.post('/viber/campaign', {
      senderInfoTrackingId: sandboxIds.sender,
      to: [to],
      scheduledDate: '2026-03-04T18:00:00Z',
      body: { text: 'Hello' },
    });
    const path = `/viber/campaign/${String(sent.body['trackingId'])}`;
    await expectEffect({ effect }, () => caller.routee(path, { method: 'DELETE' }));
    // it stays QUEUED after its time only when it was cancelled
    const before = caller.time.now;
    caller.time.now += 24 * 3_600_000;
    await authorize();
    const page = await caller.routee(`/viber/tracking/campaign/${String(sent.body['trackingId'])}`);
    expect(pick(rows(page)[0], 'status', 'status') === 'QUEUED').toBe(isCancelled);
    caller.time.now = before;
  });

  test.each(sendings.map((magic) => [magic.value, magic.happens, magic] as const))(
    'a send to %s: %s',
    async (value, _, magic) => {
      await authorize();
      const name = `Magic ${(sends += 1)}`;
      await expectEffect(magic, () => send(value, name));
      await authorize();
      // whether it was accepted shows in its name
      const isAccepted =
        magic.accepted === true || (magic.effect.kind === 'access' && magic.effect.until === 'new token');
      expect((await send('+306900000001', name)).status).toBe(isAccepted ? 409 : 200);
    },
  );

  const tokens = magicValues.filter(({ places }) => places.includes('application'));

  test.each(tokens.map((magic) => [magic.value, magic.happens, magic] as const))(
    'a token for %s: %s',
    async (value, _, magic) => {
      await expectEffect(magic, () => caller.authorize(undefined, `${value}:any`));
    },
  );

  test('an end after ~ makes another id with the same magic', async () => {
    await authorize();
    for (const id of ['magic-503-first~1', 'magic-503-first~2']) {
      expect((await read('report', id)).status).toBe(503);
      expect((await read('report', id)).body).toHaveProperty('extra_id', id);
    }
  });

  test('pages: a smaller size is reported, and only page 0 is well', async () => {
    await authorize();
    const small = await caller.routee('/viber/tracking/campaign/magic-small-pages?size=50&page=1');
    expect(small.body).toMatchObject({ size: 10, number: 1, numberOfElements: 10, totalElements: 237 });
    expect((await caller.routee('/viber/tracking/campaign/magic-later-pages?page=1')).status).toBe(503);
    expect(rows(await read('campaign', 'magic-row-without-id'))[1]).not.toHaveProperty('trackingId');
  });

  test('tracking of a sent campaign answers 404 for five seconds', async () => {
    await authorize();
    const sent = await send('+12025550171', 'Late tracking');
    const path = `/viber/tracking/campaign/${String(sent.body['trackingId'])}`;
    expect((await caller.routee(path)).body).toHaveProperty('code', '404009001');
    caller.time.now += 5_000;
    expect((await caller.routee(path)).status).toBe(200);
  });

  test('every code that a vendor can cause has a value', () => {
    const reported = new Set(
      magicValues.flatMap(({ code, effect }) => [
        ...(code?.split(' or ') ?? []),
        ...(effect.kind === 'cancel' ? [effect.code] : []),
      ]),
    );
    expect(codes.filter((code) => !reported.has(code))).toEqual([]);
  });

  test('no value stands twice for one place', () => {
    const keys = magicValues.flatMap(({ value, places }) => places.map((place) => `${place} ${value}`));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('docs/sandbox.md is written from the tables (`npm run docs`)', async () => {
    // a formatter may align the tables
    const plain = (page: string) => page.replace(/ +/g, ' ').replace(/-{3,}/g, '---').trim();
    expect(plain(await readFile(new URL('../../docs/sandbox.md', import.meta.url), 'utf8'))).toBe(
      plain(writeGuide(VENDORS, await loadStandIns(VENDORS))),
    );
  });
});

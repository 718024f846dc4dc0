import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { sandboxIds } from '../support/sandbox.js';
import { pick, startCaller, type Caller } from './caller.js';

interface Sample {
  readonly request: Record<string, unknown>;
  readonly answer: Record<string, unknown>;
}
const sample = (name: string): Sample =>
  JSON.parse(readFileSync(new URL(`../support/vendor-samples/${name}.json`, import.meta.url), 'utf8')) as Sample;

const file = { fileName: 'terms', fileType: 'pdf', fileURL: 'https://example.com/terms.pdf' };
const action = { caption: 'Go', targetUrl: 'https://example.com' };
const imageURL = 'https://example.com/i.png';

let caller: Caller;
beforeAll(async () => {
  caller = await startCaller();
  await caller.authorize();
});
afterAll(() => caller.sandbox.close());

const track = async (id: unknown) => (await caller.routee(`/viber/tracking/${String(id)}`)).body;
const statusOf = async (id: unknown) => pick(await track(id), 'status');

describe('sending one Viber message in the sandbox', () => {
  const valid = { senderInfoTrackingId: sandboxIds.sender, to: '+306900000001', body: { text: 'Hello' } };
  const send = (change: Record<string, unknown>) => caller.post('/viber', { ...valid, ...change });

  test('the documented request is answered with the documented members', async () => {
    const { request, answer } = sample('routee-viber-send');
    const { status, body } = await caller.post('/viber', { ...request, senderInfoTrackingId: sandboxIds.sender });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...answer,
      trackingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      from: 'Sandbox Shop',
      status: { status: 'Queued', date: expect.any(String) },
    });
  });

  test('what was sent is tracked, moves on and has a GMS report', async () => {
    const before = caller.time.now;
    const { body } = await send({ to: '+12025550160', ttl: 600, label: 'autumn' });
    const id = body['trackingId'];
    expect(await track(id)).toMatchObject({ trackingId: id, to: '+12025550160', ttl: '600', message: 'Hello' });
    expect(await statusOf(id)).toMatchObject({ status: 'Queued' });
    caller.time.now += 3_000;
    expect(await statusOf(id)).toMatchObject({ status: 'Delivered' });
    caller.time.now += 7_000;
    expect(await statusOf(id)).toMatchObject({ status: 'Seen' });
    expect((await caller.gms(`external/${String(id)}/advanced`)).body).toMatchObject({
      processing: false,
      reports: [{ extra_id: id, status: 2 }],
    });
    caller.time.now = before;
  });

  test.each([
    ['is billed as transactional by default', '+306900000001', {}, 0.01, 'Seen', undefined],
    ['is billed as promotional', '+12025550173', {}, 0.06, 'Seen', undefined],
    ['is rejected', '+12025550174', {}, 0.01, 'Undelivered', 'Message Rejected'],
    ['is never rejected in a session', '+12025550174', { isSessionMessage: true }, 0.01, 'Seen', undefined],
    ['is no text alone with a button', '+12025550174', { body: { text: 'Hello', action } }, 0.06, 'Seen', undefined],
  ])('a text outside a template %s', async (_, to, change, price, word, reason) => {
    const before = caller.time.now;
    const { body } = await send({ to, ...change });
    caller.time.now += 10_000;
    const message = await track(body['trackingId']);
    expect([message['price'], pick(message, 'status', 'status')]).toEqual([price, word]);
    if (reason !== undefined) expect(pick(message, 'status', 'reason', 'detailedStatus')).toBe(reason);
    caller.time.now = before;
  });

  test('tracking of a sent message answers 404 for five seconds', async () => {
    const before = caller.time.now;
    const { body } = await send({ to: '+12025550171' });
    expect(await track(body['trackingId'])).toHaveProperty('code', '404019006');
    caller.time.now += 5_000;
    expect(await track(body['trackingId'])).toHaveProperty('trackingId', body['trackingId']);
    caller.time.now = before;
  });

  test.each([
    ['text', { text: 'Hello' }],
    ['image', { imageURL }],
    ['text and action', { text: 'Hello', action }],
    ['text, image and action', { text: 'Hello', action, imageURL }],
    ['file', { viberFile: file }],
  ])('the layout %s is accepted', async (_, body) => {
    expect((await send({ body })).status).toBe(200);
  });

  test.each([
    ['a list of recipients', { to: ['+306900000001'] }, '400000000', undefined],
    ['no recipient', { to: undefined }, '400019002', '001'],
    ['a number without plus', { to: '306900000001' }, '400019002', '001'],
    ['a campaign name', { campaignName: 'Autumn' }, '400000000', undefined],
    ['a time', { scheduledDate: '2026-03-04T18:00:00Z' }, '400000000', undefined],
    ['a template', { templateId: sandboxIds.template }, '400000000', undefined],
    ['expireOnDelivery', { expireOnDelivery: true }, '400000000', undefined],
    ['the spelling of campaigns', { body: { viberFile: { ...file, fileUrl: file.fileURL } } }, '400000000', undefined],
    ['text and image alone', { body: { text: 'Hello', imageURL } }, '400019002', '007'],
    ['an unknown file type', { body: { viberFile: { ...file, fileType: 'exe' } } }, '400019002', '019'],
    ['a button in a session', { isSessionMessage: true, body: { text: 'Hello', action } }, '400019002', '020'],
    ['a great ttl', { ttl: 86_401 }, '400000000', undefined],
    ['a small ttl', { ttl: 29 }, '400000000', undefined],
    ['a long label', { label: 'x'.repeat(351) }, '400000000', undefined],
    ['a long text', { body: { text: 'x'.repeat(1001) } }, '400000000', undefined],
    ['an unknown sender', { senderInfoTrackingId: 'nobody' }, '404020001', undefined],
  ])('%s is refused', async (_, change, code, errorCode) => {
    const { status, body } = await send(change);
    expect([status, body['code'], body['errorCode']]).toEqual([Number(code.slice(0, 3)), code, errorCode]);
  });
});

describe('sending one Viber message with a template in the sandbox', () => {
  const valid = {
    senderInfoTrackingId: sandboxIds.sender,
    to: '+12025550161',
    templateId: sandboxIds.template,
    templateLang: 'en',
    templateParams: { order_id: 'A-1007', day: 'Friday' },
  };
  const path = '/viber/transactional/messages';
  const send = (change: Record<string, unknown>) => caller.post(path, { ...valid, ...change });

  test('what was sent is tracked with its template, costs what a transactional message does, and has a report', async () => {
    const before = caller.time.now;
    const sent = await send({ ttl: 600, callbackUrl: 'https://example.com/status', deliveryScope: 'ALL_DEVICES' });
    const id = sent.body['trackingId'];
    expect(sent.status).toBe(200);
    caller.time.now += 10_000;
    expect(await track(id)).toMatchObject({
      trackingId: id,
      templateId: sandboxIds.template,
      templateLang: 'en',
      templateParams: valid.templateParams,
      deliveryScope: 'ALL_DEVICES',
      status: { status: 'Delivered' },
      price: 0.01,
    });
    expect(await track(id)).not.toHaveProperty('message');
    expect((await caller.gms(`external/${String(id)}/simple`)).body).toHaveProperty('matching_template_id', 6_349_599);
    caller.time.now = before;
  });

  test.each([
    ['a deleted template', { templateId: sandboxIds.templateDeleted, templateParams: {} }, '400000000'],
    ['another sender’s template', { templateId: sandboxIds.templateOfOtherSender, templateParams: {} }, '400000000'],
    ['an unknown template', { templateId: 'nothing' }, '400000000'],
    ['no template', { templateId: undefined }, '400000000'],
    ['no language', { templateLang: undefined }, '400000000'],
    ['a language that it has not', { templateLang: 'fr' }, '400000000'],
    ['a missing parameter', { templateParams: { order_id: 'A-1007' } }, '400000000'],
    ['another parameter', { templateParams: { ...valid.templateParams, name: 'Ann' } }, '400000000'],
    ['a parameter that is no text', { templateParams: { order_id: 1007, day: 'Friday' } }, '400000000'],
    ['an unknown scope', { deliveryScope: 'SOME_DEVICES' }, '400000000'],
    ['a label', { label: 'orders' }, '400000000'],
    ['a free text', { body: { text: 'Hello' } }, '400000000'],
    ['a session', { isSessionMessage: true }, '400000000'],
    ['a number without plus', { to: '306900000001' }, '400019002'],
    ['an unknown sender', { senderInfoTrackingId: 'nobody' }, '404020001'],
  ])('%s is refused', async (_, change, code) => {
    expect((await send(change)).body).toHaveProperty('code', code);
  });

  test('the template of the other sender is that sender’s', async () => {
    const sent = await send({
      senderInfoTrackingId: sandboxIds.otherSender,
      templateId: sandboxIds.templateOfOtherSender,
      templateParams: undefined,
    });
    expect(sent.body).toMatchObject({ from: 'Sandbox Desk', templateParams: {} });
  });

  test('a token that is missing or unknown is refused with 403, elsewhere with 401', async () => {
    const post = (where: string, headers: Record<string, string>) =>
      fetch(caller.sandbox.routee.apiUrl + where, { method: 'POST', headers, body: '{}' });
    const refused: readonly Record<string, string>[] = [{}, { authorization: 'Bearer unknown' }];
    for (const headers of refused) {
      expect((await post(path, headers)).status).toBe(403);
      expect((await post('/failover/transactional', headers)).status).toBe(403);
      expect((await post('/viber', headers)).status).toBe(401);
      expect((await post('/failover', headers)).status).toBe(401);
    }
  });
});

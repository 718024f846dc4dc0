import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../support/sandbox.js';
import { pick, rows, startCaller, type Caller } from './caller.js';

const video = {
  videoURL: 'https://example.com/v.mp4',
  videoThumbnail: 'https://example.com/v.jpg',
  fileSize: 5,
  duration: 30,
};
const file = { fileName: 'terms', fileType: 'pdf', fileUrl: 'https://example.com/terms.pdf' };
const action = { caption: 'Go', targetUrl: 'https://example.com' };
const imageURL = 'https://example.com/i.png';
const long = `https://example.com/${'x'.repeat(1000)}`;

describe('sending a Viber campaign in the sandbox', () => {
  let caller: Caller;
  beforeAll(async () => {
    caller = await startCaller();
    await caller.authorize();
  });
  afterAll(() => caller.sandbox.close());
  const valid = { senderInfoTrackingId: sandboxIds.sender, to: ['+306900000001'], body: { text: 'Hello' } };
  const send = (change: Record<string, unknown>) => caller.post('/viber/campaign', { ...valid, ...change });

  test('the answer has the documented shape', async () => {
    const { status, body } = await send({
      campaignName: 'Shape',
      groups: ['staff'],
      ttl: 600,
      label: 'autumn',
      isSessionMessage: false,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      campaignName: 'Shape',
      type: 'Viber',
      state: 'Queued',
      respectQuietHours: false,
      senderInfoTrackingId: sandboxIds.sender,
      to: ['+306900000001'],
      groups: ['staff'],
      body: { text: 'Hello' },
      ttl: 600,
      totalMessages: 6,
      label: 'autumn',
      viberAnalysis: {
        numberOfRecipients: 6,
        recipientsPerGroup: { staff: 5 },
        totalInGroups: 5,
        bodyAnalysis: { characters: 5 },
      },
    });
    expect(pick(body, 'viberAnalysis', 'recipientCountries', '+306900000001')).toBe('GR');
  });

  test('half a surrogate pair in a text or a name is not sent back', async () => {
    const { status, text, body } = await send({
      label: 'half \ud83d',
      body: { text: '\ude00 half', fallbackValues: { '\ud83d': '\ud83d' } },
    });
    expect(status).toBe(200);
    expect(text).not.toMatch(/\\ud[89a-f]/i);
    expect(body).toMatchObject({ label: 'half �', body: { text: '� half' } });
  });

  test('what was sent is tracked, moves on and has GMS reports', async () => {
    const before = caller.time.now;
    const sent = await send({
      campaignName: 'Tracked',
      to: ['+12025550160', '+12025550163'],
      contacts: [sandboxIds.contact],
    });
    const words = async () => {
      const page = await caller.routee(`/viber/tracking/campaign/${String(sent.body['trackingId'])}`);
      return rows(page).map((row) => [row['trackingId'], pick(row, 'status', 'status')] as const);
    };
    expect((await words()).map(([, word]) => word)).toEqual(['QUEUED', 'QUEUED', 'QUEUED']);
    caller.time.now += 10_000;
    const later = await words();
    expect(later.map(([, word]) => word).slice(0, 2)).toEqual(['SEEN', 'EXPIRED']);
    for (const [id, word] of later) {
      expect(pick((await caller.routee(`/viber/tracking/${String(id)}`)).body, 'status', 'status')).toBe(word);
      expect((await caller.gms(`external/${String(id)}/simple`)).status).toBe(200);
    }
    caller.time.now = before;
  });

  test('a scheduled campaign waits', async () => {
    const before = caller.time.now;
    const sent = await send({ scheduledDate: '2026-03-04T13:00:00Z', to: ['+12025550160'] });
    expect(sent.body).toMatchObject({ state: 'Scheduled', scheduledDate: '2026-03-04T13:00:00Z' });
    caller.time.now += 600_000;
    const page = await caller.routee(`/viber/tracking/campaign/${String(sent.body['trackingId'])}`);
    expect(pick(rows(page)[0], 'status', 'status')).toBe('QUEUED');
    caller.time.now = before;
  });

  test('a name is good once, also against the made-up campaigns', async () => {
    expect((await send({ campaignName: 'Once' })).status).toBe(200);
    expect((await send({ campaignName: 'Once' })).body).toHaveProperty('code', '409009003');
    expect((await send({ campaignName: 'Autumn twelve' })).status).toBe(409);
  });

  test.each([
    ['text', { text: 'Hello' }],
    ['image', { imageURL }],
    ['text and action', { text: 'Hello', action }],
    ['text, image and action', { text: 'Hello', action, imageURL }],
    ['file', { viberFile: file }],
    ['video', { viberVideo: video }],
    ['video and text', { viberVideo: video, text: 'Hello' }],
    ['video, text and image', { viberVideo: video, text: 'Hello', imageURL }],
  ])('the layout %s is taken', async (_, body) => {
    expect((await send({ body })).status).toBe(200);
  });

  test('two files have two ids, the same file one', async () => {
    const idOf = async (viberFile: object): Promise<unknown> => {
      const { body } = await send({ body: { viberFile } });
      const [row] = rows(await caller.routee(`/viber/tracking/campaign/${String(body['trackingId'])}`));
      return pick(row, 'viberFile', 'fileId');
    };
    const id = await idOf(file);
    expect(id).toEqual(expect.any(String));
    expect(await idOf(file)).toBe(id);
    expect(await idOf({ ...file, fileUrl: 'https://example.com/menu.pdf' })).not.toBe(id);
  });

  test.each([
    ['a number without plus', { to: ['306900000001'] }, '400019002', '001'],
    ['text and image alone', { body: { text: 'Hello', imageURL } }, '400019002', '007'],
    ['an unknown file type', { body: { viberFile: { ...file, fileType: 'exe' } } }, '400019002', '019'],
    ['a button in a session', { isSessionMessage: true, body: { text: 'Hello', action } }, '400019002', '020'],
    ['a video in a session', { isSessionMessage: true, body: { viberVideo: video } }, '400019002', undefined],
    ['a video and a button', { body: { text: 'Hello', action, viberVideo: video } }, '400019002', undefined],
    ['an image that is no URL', { body: { imageURL: 'picture' } }, '400000000', undefined],
    ['an image by http', { body: { imageURL: 'http://example.com/i.png' } }, '400000000', undefined],
    ['a long image URL', { body: { imageURL: long } }, '400000000', undefined],
    ['a great ttl', { ttl: 86_401 }, '400000000', undefined],
    ['a small ttl', { ttl: 29 }, '400000000', undefined],
    ['a long thumbnail URL', { body: { viberVideo: { ...video, videoThumbnail: long } } }, '400000000', undefined],
    ['a big video', { body: { viberVideo: { ...video, fileSize: 201 } } }, '400000000', undefined],
    ['a long video', { body: { viberVideo: { ...video, duration: 601 } } }, '400000000', undefined],
    ['a long text', { body: { text: 'x'.repeat(1001) } }, '400000000', undefined],
    ['a name with a dot', { campaignName: 'No.1' }, '400000000', undefined],
    ['a long label', { label: 'x'.repeat(351) }, '400000000', undefined],
    ['nobody', { to: [] }, '400000000', undefined],
    [
      'too many',
      { to: Array.from({ length: 1001 }, (_, n) => `+3069${String(n).padStart(8, '0')}`) },
      '400000000',
      undefined,
    ],
    ['nothing', { body: {} }, '400000000', undefined],
    ['yesterday', { scheduledDate: '2026-03-03T12:00:00Z' }, '400000000', undefined],
    ['a misspelt member', { body: { text: 'Hello', imageUrl: imageURL } }, '400000000', undefined],
    ['an unknown sender', { senderInfoTrackingId: 'nobody' }, '404020001', undefined],
    ['an unknown contact', { contacts: ['nobody'] }, '404002001', undefined],
  ])('%s is refused', async (_, change, code, errorCode) => {
    const answer = await send(change);
    expect(answer.status).toBe(Number(code.slice(0, 3)));
    expect(answer.body['code']).toBe(code);
    expect(answer.body['errorCode']).toBe(errorCode);
    expect(typeof answer.body['developerMessage']).toBe('string');
  });
});

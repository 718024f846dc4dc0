import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCallbackTokens } from '../../../src/events/callbacks/callback-token.js';
import { MessagingError } from '../../../src/errors/error.js';
import { until } from '../../support/wait.js';
import {
  type CallbackStage,
  type CallbackStageOptions,
  SECRET,
  startCallbackStage,
  textsOf,
} from './callback-stage.js';

let stage: CallbackStage;
const start = async (options: CallbackStageOptions = {}) => (stage = await startCallbackStage(options));
afterEach(() => stage.stop());

const message = (id = 'm', name = 'DELIVERED') => ({
  trackingId: id,
  status: { name, updatedDate: '2026-11-20T09:00:03.5Z' },
});
const KILOBYTE = 1024;
const large = (bytes: number) => JSON.stringify({ ...message(), body: { text: 'x'.repeat(bytes) } });

describe('a callback', () => {
  it('is answered 200 once its event is written', async () => {
    await start();
    const response = await stage.post(stage.pathOf(), message());
    expect(response.status).toBe(200);
    expect(textsOf(await stage.reported())).toEqual(['VIBER_MESSAGE m DELIVERED']);
    expect(stage.observed).toMatchObject([
      { status: 200, target: { vendor: 'ROUTEE', tenantId: 'shop' }, outcome: { events: 1, ignored: 0, bad: 0 } },
    ]);
  });

  it('is taken below the path of PUBLIC_URL too, where no proxy removes it, and below no other', async () => {
    await start();
    expect((await stage.post(`/messaging${stage.pathOf()}`, message())).status).toBe(200);
    expect(textsOf(await stage.reported())).toEqual(['VIBER_MESSAGE m DELIVERED']);
    for (const other of ['/other', '/messaging/messaging', '/messagingx', '/callbacks/messaging'])
      expect((await stage.post(other + stage.pathOf(), message('n'))).status).toBe(404);
    expect((await stage.post('/messaging/graphql', {})).status).toBe(404);
  });

  it('changes nothing when it comes again', async () => {
    await start();
    for (let times = 0; times < 3; times++) await stage.post(stage.pathOf(), message());
    expect(textsOf(await stage.reported())).toEqual(['VIBER_MESSAGE m DELIVERED']);
  });

  it('is 404 with its body unread for a wrong, damaged, old or foreign token, whatever its method', async () => {
    await start({ tenantIds: ['shop', 'bank'] });
    const path = stage.pathOf();
    const foreign = createCallbackTokens(['another secret of thirty-two characters'], ['shop']);
    const stranger = createCallbackTokens([SECRET], ['stranger']);
    const paths = [
      '/callbacks/',
      '/callbacks/routee',
      '/callbacks/routee/',
      `${path}/`,
      `${path}/more`,
      `${path}A`,
      path.slice(0, -1),
      path.replace('/routee/', '/gms/'),
      path.replace('/routee/', '/ROUTEE/'),
      path.replace('/routee/', '/nobody/'),
      `/callbacks/routee/${foreign.write({ vendor: 'ROUTEE', tenantId: 'shop', send: null })}`,
      `/callbacks/routee/${stranger.write({ vendor: 'ROUTEE', tenantId: 'stranger', send: null })}`,
    ];
    for (const wrong of paths) {
      expect([wrong, (await stage.post(wrong, message())).status]).toEqual([wrong, 404]);
      expect((await stage.post(wrong, large(257 * KILOBYTE))).status).toBe(404);
      expect((await fetch(stage.url + wrong)).status).toBe(404);
    }
    expect(await stage.reported()).toEqual([]);
    expect(stage.observed.every(({ target, outcome }) => target === null && outcome === null)).toBe(true);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('is 405 by %s', async (method) => {
    await start();
    const response = await fetch(stage.url + stage.pathOf(), { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it.each<[what: string, body: string, headers?: Record<string, string>]>([
    ['declared', large(257 * KILOBYTE)],
    ['compressed', '', { 'content-encoding': 'gzip' }],
  ])('is 413 over 256 KB, %s', async (_, body, headers = {}) => {
    await start();
    const sent = headers['content-encoding'] ? gzipSync(large(257 * KILOBYTE)) : body;
    expect((await stage.post(stage.pathOf(), sent, { headers })).status).toBe(413);
    expect(await stage.reported()).toEqual([]);
  });

  it('is 413 over 256 KB without a declared length, and 200 with 256 KB exactly', async () => {
    await start();
    const whole = large(0);
    const fitting = large(256 * KILOBYTE - whole.length);
    expect(fitting).toHaveLength(256 * KILOBYTE);
    expect((await stage.post(stage.pathOf(), fitting)).status).toBe(200);
    const stream = new Blob([large(257 * KILOBYTE)]).stream();
    const init = { method: 'POST', body: stream, duplex: 'half' } as RequestInit;
    expect((await fetch(stage.url + stage.pathOf(), init)).status).toBe(413);
  });

  const wrong = ['', ' ', '{', 'null', 'true', '1', '"text"', '[]', '[null]', '{}', '{"trackingId":"m"}', '<xml/>'];
  const shapes: unknown[] = [
    { ...message(), trackingId: 5 },
    { ...message(), trackingId: '' },
    { ...message(), trackingId: ['m'] },
    { ...message(), trackingId: 'x'.repeat(257) },
    { ...message(), trackingId: '.' },
    { ...message(), trackingId: '..' },
    { ...message(), campaignTrackingId: '..' },
    { ...message(), trackingId: '\ud800' },
    { trackingId: 'm', status: null },
    { trackingId: 'm', status: {} },
    { trackingId: 'm', status: { name: 5 } },
    { trackingId: 'm', messages: 'none', status: [] },
    { status: { name: 'SEEN' } },
    { messageId: 'm' },
  ];
  it.each([...wrong, ...shapes.map((shape) => JSON.stringify(shape))])(
    'is 400 without a shape of Routee, and nothing is kept: %s',
    async (body) => {
      await start();
      const send = { id: randomUUID(), kind: 'VIBER_MESSAGE' } as const;
      expect((await stage.post(stage.pathOf({ send }), body)).status).toBe(400);
      expect((await stage.post(stage.pathOf(), Buffer.from([0xff, 0xfe]))).status).toBe(400);
      expect(await stage.reported()).toEqual([]);
    },
  );

  it.each([
    '',
    '{',
    '{}',
    'null',
    '5',
    '{"message_id":"g"}',
    '{"status":2}',
    '{"message_id":null,"status":2}',
    '{"message_id":"..","status":2}',
    '<a/>',
  ])('is 400 without a shape of GMS, and nothing is kept: %s', async (body) => {
    await start();
    expect((await stage.post(stage.pathOf({ vendor: 'GMS' }), body)).status).toBe(400);
    expect(await stage.reported()).toEqual([]);
  });

  it('is 400 with brackets that nest 100 000 deep, or an unknown encoding', async () => {
    await start();
    expect((await stage.post(stage.pathOf(), '['.repeat(100_000))).status).toBe(400);
    expect((await stage.post(stage.pathOf(), '['.repeat(100_000) + ']'.repeat(100_000))).status).toBe(400);
    const headers = { 'content-encoding': 'zstd' };
    expect((await stage.post(stage.pathOf(), message(), { headers })).status).toBe(400);
  });

  it('says why it is 400', async () => {
    await start();
    const reasonOf = async (body: unknown, headers: Record<string, string> = {}) => {
      const response = await stage.post(stage.pathOf(), body, { headers });
      return [response.status, await response.text()];
    };
    expect(await reasonOf({})).toEqual([400, 'BAD_REQUEST: the body has none of the shapes that are documented\n']);
    expect(await reasonOf(message(), { 'content-encoding': 'zstd' })).toEqual([
      400,
      'BAD_REQUEST: The content encoding of the body is unknown; gzip, deflate, br and identity are allowed.\n',
    ]);
    expect(await reasonOf(message(), { 'content-encoding': 'gzip' })).toEqual([
      400,
      'BAD_REQUEST: The body cannot be decompressed.\n',
    ]);
    expect(await reasonOf(Buffer.from([0xff, 0xfe]))).toEqual([400, 'BAD_REQUEST: The body is not UTF-8.\n']);
  });

  it('is 200 for an array: good entries are stored, bad ones are counted', async () => {
    await start();
    const good = { message_id: 'g', status: 2, substatus: 23, hyber_status: 23011, sent_via: 'sms', time: 1 };
    const response = await stage.post(stage.pathOf({ vendor: 'GMS' }), [
      null,
      good,
      {},
      5,
      { ...good, message_id: 'h' },
    ]);
    expect(response.status).toBe(200);
    expect(textsOf(await stage.reported())).toEqual(['DELIVERY_REPORT g DELIVERED', 'DELIVERY_REPORT h DELIVERED']);
    expect(stage.observed).toMatchObject([{ outcome: { events: 2, bad: 3 } }]);
    const { status } = await stage.post(stage.pathOf({ vendor: 'GMS' }), [null]);
    expect(status).toBe(200);
  });

  it('is 503 where the log cannot be written, and its repetition is written', async () => {
    let isDown = true;
    await start({
      events: (events) => ({
        ...events,
        record: async (reports) => {
          if (isDown) throw new MessagingError('EVENTS_UNAVAILABLE');
          return events.record(reports);
        },
      }),
    });
    const response = await stage.post(stage.pathOf(), message());
    expect([response.status, response.headers.has('retry-after')]).toEqual([503, true]);
    expect(await stage.reported()).toEqual([]);
    isDown = false;
    expect((await stage.post(stage.pathOf(), message())).status).toBe(200);
    expect(textsOf(await stage.reported())).toEqual(['VIBER_MESSAGE m DELIVERED']);
    expect(stage.unexpected).toEqual([]);
  });

  it('has its request id in its line of the log, and in that of an error that it caused', async () => {
    await start({
      events: (events) => ({ ...events, record: () => Promise.reject(new TypeError('a mistake')) }),
    });
    const { status } = await stage.post(stage.pathOf(), message(), { headers: { 'x-request-id': 'from-vendor-1' } });
    expect(status).toBe(503);
    expect(stage.observed).toMatchObject([{ requestId: 'from-vendor-1', status: 503 }]);
    expect(stage.unexpectedIn).toEqual(['from-vendor-1']);
  });

  it('is answered 503 at its deadline, while what is being written is still written', async () => {
    const timers: (() => void)[] = [];
    let write: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (write = resolve));
    await start({
      events: (events) => ({ ...events, record: (reports) => written.then(() => events.record(reports)) }),
      callbacks: {
        limits: { waiting: 1 },
        setTimer: (_, call) => {
          timers.push(call);
          return () => undefined;
        },
      },
    });
    const first = stage.post(stage.pathOf(), message());
    await until(() => timers.length === 1);
    // the place of the first is taken until it is written
    expect((await stage.post(stage.pathOf(), message('n'))).status).toBe(503);
    timers[0]!();
    expect((await first).status).toBe(503);
    expect((await stage.post(stage.pathOf(), message('n'))).status).toBe(503);
    write();
    await until(async () => (await stage.reported()).length === 1);
    expect((await stage.post(stage.pathOf(), message('n'))).status).toBe(200);
  });

  it('is answered 503 at its deadline when its body does not arrive, and its place is free', async () => {
    const timers: (() => void)[] = [];
    await start({
      callbacks: {
        limits: { waiting: 1 },
        setTimer: (_, call) => {
          timers.push(call);
          return () => undefined;
        },
      },
    });
    const { hostname, port } = new URL(stage.url);
    const socket = connect(Number(port), hostname);
    let received = '';
    socket.on('data', (chunk) => (received += String(chunk)));
    socket.write(`POST ${stage.pathOf()} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-length: 100\r\n\r\n{`);
    await until(() => timers.length === 1);
    timers[0]!();
    await until(() => received.includes(' 503 '));
    socket.destroy();
    expect((await stage.post(stage.pathOf(), message())).status).toBe(200);
  });

  it('keeps none of the bytes in memory that come after its deadline', async () => {
    const timers: (() => void)[] = [];
    await start({
      callbacks: {
        limits: { bodyBytesInAll: 8 * KILOBYTE },
        setTimer: (_, call) => {
          timers.push(call);
          return () => undefined;
        },
      },
    });
    const { hostname, port } = new URL(stage.url);
    const head = (method: string) => `${method} ${stage.pathOf()} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n`;
    const body = large(6 * KILOBYTE);
    const inTwoPieces = async (isLate: boolean): Promise<readonly string[]> => {
      const socket = connect(Number(port), hostname);
      let received = '';
      socket.on('data', (chunk) => (received += String(chunk)));
      const answered = () => received.match(/(?<=HTTP\/1\.1 )\d+/g) ?? [];
      const started = timers.length;
      socket.write(`${head('POST')}content-length: ${body.length}\r\n\r\n${body.slice(0, 1)}`);
      await until(() => timers.length > started);
      if (isLate) {
        timers[started]!();
        await until(() => answered().length === 1);
      }
      socket.write(`${body.slice(1)}${head('GET')}\r\n`);
      await until(() => answered().length === 2); // that to GET comes after the whole body
      socket.destroy();
      return answered();
    };
    expect(await inTwoPieces(true)).toEqual(['503', '405']);
    expect(await inTwoPieces(false)).toEqual(['200', '405']);
  });

  it('is answered while operations are shed', async () => {
    await start({ server: { limiter: { tenants: 1, shedsLoad: () => true, countRefusal: () => undefined } } });
    expect((await stage.post(stage.pathOf(), message())).status).toBe(200);
  });

  it('may come under the host of PUBLIC_URL or another that is allowed, and under no third', async () => {
    await start({ server: { allowsHost: (host) => host?.startsWith('127.0.0.1:') === true } });
    const { hostname, port } = new URL(stage.url);
    const ask = (host: string, path: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(Number(port), hostname);
        socket.once('data', (chunk) => {
          resolve(String(chunk).split(' ')[1]!);
          socket.destroy();
        });
        const body = JSON.stringify(message());
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
      });
    const path = stage.pathOf();
    expect(await ask(`127.0.0.1:${port}`, path)).toBe('200');
    expect(await ask('graph.example', path)).toBe('200');
    expect(await ask('GRAPH.example:443', path)).toBe('200');
    expect(await ask('evil.example', path)).toBe('421');
    expect(await ask('graph.example', '/graphql')).toBe('421'); // vendors need callbacks alone
  });

  it('leaves no address and no data in what is observed', async () => {
    await start();
    await stage.post(stage.pathOf(), { ...message(), to: '+306900000001', body: { text: 'secret text' } });
    await stage.post(`${stage.pathOf()}x`, message());
    const text = JSON.stringify(stage.observed);
    for (const secret of [stage.pathOf().split('/').at(-1)!, '306900000001', 'secret text', '"m"'])
      expect(text).not.toContain(secret);
  });
});

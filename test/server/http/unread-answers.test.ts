import { afterEach, describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../src/server/answer/answer.js';
import { until } from '../../support/wait.js';
import { openConnection, rawPost, type RawConnection } from '../by-hand.js';
import { answerOf, CALLER, type HttpService, startHttpService } from './http-service.js';

/** More than the buffers of both ends of a connection hold. */
const LARGE = 'x'.repeat(16 * 1024 * 1024);
const large = (): Promise<Answer> => Promise.resolve(answerOf(LARGE));

const open: RawConnection[] = [];
const services: HttpService[] = [];
afterEach(async () => {
  for (const { socket } of open.splice(0)) socket.destroy();
  for (const service of services.splice(0)) await service.stop();
});
async function start(...given: Parameters<typeof startHttpService>): Promise<HttpService> {
  const service = await startHttpService(...given);
  services.push(service);
  return service;
}
/** A caller that asks and does not read. */
async function ask({ url }: HttpService, requests: number): Promise<RawConnection> {
  const connection = await openConnection(url);
  open.push(connection);
  connection.socket.pause();
  connection.write(Array.from({ length: requests }, (_, n) => rawPost(`{ a${n}: __typename }`)).join(''));
  return connection;
}

describe('answers that are not read', () => {
  test('hold one answer a connection, however many requests follow; they are answered when it is read', async () => {
    const service = await start({ answerOperation: large });
    const { connections } = service.server;
    const connection = await ask(service, 10);
    await until(() => connections.unsentBytes > 0);
    expect(connections.unsentBytes).toBe(LARGE.length);
    expect(service.begun).toHaveLength(1);

    let bytes = 0;
    connection.socket.removeAllListeners('data').on('data', (text: string) => (bytes += text.length));
    connection.socket.resume();
    await until(() => bytes > 10 * LARGE.length);
    expect(service.begun).toHaveLength(10);
    await until(() => connections.unsentBytes === 0);
  });

  test('are given up after the write deadline', async () => {
    const service = await start({ answerOperation: large, limits: { writeMs: 50, checkMs: 10 } });
    await ask(service, 2);
    await until(() => service.begun.length === 1);
    await until(() => service.server.connections.size === 0);
    expect(service.server.connections.unsentBytes).toBe(0);
    expect(service.begun).toHaveLength(1);
  });

  test('are bounded together: above the limit the one that has waited longest is given up', async () => {
    const service = await start({ answerOperation: large, limits: { unsentBytesInAll: 2 * LARGE.length } });
    const { connections } = service.server;
    for (let n = 1; n <= 2; n++) {
      await ask(service, 1);
      await until(() => connections.unsentBytes === n * LARGE.length);
    }
    await ask(service, 1);
    await until(() => service.begun.length === 3 && connections.size === 2);
    expect(connections.unsentBytes).toBe(2 * LARGE.length);
  });

  test('are bounded by tenant: above the limit the oldest one of the tenant that holds most is given up', async () => {
    const service = await start({
      answerOperation: large,
      limits: { unsentBytesInAll: 3 * LARGE.length },
      identify: ({ headers }) => ({
        ...CALLER,
        service: { ...CALLER.service, tenant: { id: String(headers['x-api-key']), digest: '' } },
      }),
    });
    const { connections } = service.server;
    const asked: RawConnection[] = [];
    for (const tenant of ['small', 'large', 'large', 'large']) {
      const connection = await openConnection(service.url);
      open.push(connection);
      asked.push(connection);
      connection.socket.pause();
      connection.write(rawPost('{ __typename }').replace('\r\n', `\r\nx-api-key: ${tenant}\r\n`));
      await until(() => service.begun.length === asked.length && connections.unsentBytes > 0);
      await until(() => connections.unsentBytes === Math.min(asked.length, 3) * LARGE.length);
    }
    await until(() => connections.size === 3);
    const closed: string[] = [];
    asked.forEach(({ socket, closed: end }, index) => {
      socket.resume();
      void end.then(() => closed.push(String(index)));
    });
    await asked[1]!.closed;
    expect(closed).toEqual(['1']);
  });
});

describe('requests that follow each other on one connection unasked', () => {
  test('are begun one after another, and answered in their order', async () => {
    const waiting: (() => void)[] = [];
    const service = await start({
      answerOperation: ({ text }) => new Promise((resolve) => waiting.push(() => resolve(answerOf(text)))),
    });
    const connection = await ask(service, 3);
    connection.socket.resume();
    for (let n = 0; n < 3; n++) {
      await until(() => waiting.length === n + 1);
      expect(service.begun).toHaveLength(n + 1);
      waiting[n]!();
      await connection.receives(`{ a${n}: __typename }`);
    }
  });

  test('are answered as far as they may wait; the one beyond is refused with 429, and the connection ends', async () => {
    let answer = (): void => undefined;
    const first = new Promise<void>((resolve) => (answer = resolve));
    const service = await start({
      answerOperation: ({ text }) => first.then(() => answerOf(text)),
      limits: { pipelined: 4 },
    });
    const connection = await ask(service, 8);
    connection.socket.resume();
    await until(() => service.begun.length === 1);
    answer();
    await connection.closed;
    expect(connection.received().match(/HTTP\/1\.1 \d+|a\d+: /g)).toEqual([
      ...[0, 1, 2, 3, 4].flatMap((n) => ['HTTP/1.1 200', `a${n}: `]),
      'HTTP/1.1 429',
    ]);
  });

  test('are not begun behind an answer that is the last of its connection', async () => {
    const service = await start({ isDraining: () => true });
    const connection = await ask(service, 3);
    connection.socket.resume();
    await connection.closed;
    expect(service.begun).toHaveLength(1);
    expect(connection.received().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
  });
});

describe('more connections than there may be', () => {
  test('close one that is idle, the oldest first', async () => {
    const service = await start({ limits: { connections: 2 } });
    const [first, second] = [await openConnection(service.url), await openConnection(service.url)];
    await until(() => service.server.connections.size === 2);
    const third = await openConnection(service.url);
    open.push(first, second, third);
    await first.closed;
    third.write(rawPost('{ __typename }'));
    await third.receives('HTTP/1.1 200');
    expect(second.socket.destroyed).toBe(false);
  });

  test('are closed themselves where all are busy', async () => {
    const service = await start({ answerOperation: () => new Promise(() => undefined), limits: { connections: 1 } });
    const busy = await ask(service, 1);
    await until(() => service.begun.length === 1);
    const late = await openConnection(service.url);
    await late.closed;
    expect(busy.socket.destroyed).toBe(false);
  });
});

describe('a fault while an answer is written', () => {
  test('ends that connection alone, and is reported', async () => {
    const service = await start({
      answerOperation: () => Promise.resolve({ ...answerOf('{}'), headers: { 'x-bad': 'a\nb' } }),
    });
    const connection = await openConnection(service.url);
    connection.write(rawPost('{ bad }'));
    await connection.closed;
    expect(service.unexpected).toHaveLength(1);
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
  });
});

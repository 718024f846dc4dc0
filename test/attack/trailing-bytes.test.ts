import { expect, test } from '@jest/globals';
import { sandboxIds } from '../support/sandbox.js';
import { openConnection, rawPost } from '../server/by-hand.js';
import { serviceUnderAttack } from './attack.js';

const service = serviceUnderAttack();
const SEND =
  'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }';
const send = (key: string): string =>
  rawPost(SEND, {
    input: {
      idempotencyKey: key,
      senderId: sandboxIds.sender,
      recipients: { phoneNumbers: ['+12025550136'] },
      content: { text: key },
    },
  });

/** What may follow the bytes that a content-length counts. */
const TRAILING: readonly (readonly [string, string])[] = [
  ['bytes that are no HTTP', '}}}}\r\n\r\n'],
  ['a byte', '}'],
  ['a request with two lengths', 'POST /graphql HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
  ['a request for a tunnel', 'CONNECT x:1 HTTP/1.1\r\nhost: x:1\r\n\r\n'],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['more requests than may wait', 'GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n'.repeat(40)],
  ['a head that is too large', `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`],
];

test.each(TRAILING)('%s behind a send: the send is answered with its campaign', async (name, bytes) => {
  const { url, sandbox } = service();
  sandbox.clearCalls();
  const connection = await openConnection(url);
  connection.write(send(name) + bytes);
  await connection.receives('trackingId');
  if (bytes.length === 1) connection.socket.end(); // the first byte of a request that may still come
  await connection.closed;
  expect(connection.received()).toMatch(/^HTTP\/1\.1 200 [^]*"data":\{"sendViberCampaign"/);
  expect(
    connection
      .received()
      .match(/HTTP\/1\.1 \d+/g)!
      .slice(1)
      .filter((line) => !line.endsWith(' 200'))
      .join(),
  ).toMatch(/^$|^HTTP\/1\.1 (4\d\d|501)$/);
  expect(sandbox.calls().filter(({ route }) => route === '/viber/campaign')).toHaveLength(1);
});

test.each([
  ['nothing', ''],
  ['a query', rawPost('{ __typename }')],
])('a caller that sends %s behind a send and closes its side gets the answer to the send', async (name, bytes) => {
  const { url, sandbox } = service();
  sandbox.clearCalls();
  const connection = await openConnection(url);
  connection.write(send(`half-closed ${name}`) + bytes);
  connection.socket.end();
  await connection.closed;
  expect(connection.received()).toMatch(/^HTTP\/1\.1 200 [^]*"data":\{"sendViberCampaign"/);
  expect(sandbox.calls().filter(({ route }) => route === '/viber/campaign')).toHaveLength(1);
});

test('a request to change the protocol behind a send is answered as any other', async () => {
  const connection = await openConnection(service().url);
  connection.write(
    `${send('upgrade')}GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n\r\n`,
  );
  await connection.closed;
  expect(connection.received().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
});

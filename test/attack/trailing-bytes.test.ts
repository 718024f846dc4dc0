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

/** What may follow the bytes that a content-length told. */
const TRAILING: readonly (readonly [string, string])[] = [
  ['bytes that are no HTTP', '}}}}\r\n\r\n'],
  ['a byte', '}'],
  ['a request with two lengths', 'POST /graphql HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
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
      .join(),
  ).toMatch(/^$|^HTTP\/1\.1 4\d\d$/);
  expect(sandbox.calls().filter(({ route }) => route === '/viber/campaign')).toHaveLength(1);
});

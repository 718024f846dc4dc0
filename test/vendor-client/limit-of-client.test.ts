import { expect, test } from '@jest/globals';
import { Operation } from '../../src/operation.js';
import { clientOf, deferred, failureOf, sendTo, textOf } from './support/client.js';
import { recordingPeer } from './support/peer.js';

/** 64 reads of a vendor that answers with one status, until a condition. */
async function readUntil(status: number, isDone: (limit: number) => boolean, client = clientOf({ concurrency: 64 })) {
  const peer = await recordingPeer((_, response) => response.writeHead(status).end());
  for (let round = 0; !isDone(client.state().limit); round++) {
    const reads = Array.from({ length: 64 }, (_, i) =>
      client.read(textOf(`${peer.url}/${round}/${i}`), new Operation()).catch(() => undefined),
    );
    await Promise.all(reads);
  }
  return client;
}

test('a vendor that answers is asked for more at once, and one that answers 429 for less', async () => {
  const client = await readUntil(200, (limit) => limit === 64);
  await readUntil(429, (limit) => limit < 32, client);
  expect(client.state()).toMatchObject({ inFlight: 0, waiting: 0 });
});

test('failures lower the limit, and an open circuit leaves it as it is', async () => {
  const client = clientOf({ concurrency: 64 });
  const peer = await recordingPeer((_, response) => response.writeHead(500).end());
  const readAll = (round: number) =>
    Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        client.read(textOf(`${peer.url}/${round}/${i}`), new Operation()).catch(() => 0),
      ),
    );
  await readAll(0);
  const { limit, circuits } = client.state();
  expect(limit).toBeLessThan(32);
  expect(circuits.read).toBe('OPEN');
  const asked = peer.received.length;
  await readAll(1);
  expect(client.state().limit).toBe(limit);
  expect(peer.received.length - asked).toBeLessThanOrEqual(1);
});

test('a send that gets no place until its deadline is not made', async () => {
  const gate = deferred<void>();
  const peer = await recordingPeer((_, response) => void gate.promise.then(() => response.end()));
  const client = clientOf({ concurrency: 1, sendTimeoutMs: 50 });
  const read = client.read(textOf(`${peer.url}/one`), new Operation());
  await peer.arrived(1);
  const failure = await failureOf(client.send(sendTo(`${peer.url}/send`), new Operation()));
  expect(failure.code).toBe('UPSTREAM_TIMEOUT');
  gate.resolve();
  await read;
  expect(peer.received.map(({ path }) => path)).toEqual(['/one']);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileProgram, type Program, type RunningProgram } from '../support/program.js';
import { accountsOf, readReply } from '../support/running-service.js';
import { type Sandbox, sandboxIds, startSandbox } from '../support/sandbox.js';

let program: Program;
let sandbox: Sandbox;
let directory: string;
beforeAll(async () => {
  program = await compileProgram();
  sandbox = await startSandbox();
  directory = await mkdtemp(join(tmpdir(), 'two-starts-'));
});
afterAll(async () => {
  program.killAll();
  await sandbox.close();
  await rm(directory, { recursive: true, force: true });
});

const SEND = 'mutation ($input: SendViberMessageInput!) { sendViberMessage(input: $input) { replayed send { id } } }';
interface Sent {
  readonly sendViberMessage: { readonly replayed: boolean; readonly send: { readonly id: string } };
}
const INPUT = {
  idempotencyKey: 'one-key',
  senderId: sandboxIds.sender,
  to: '+12025550154',
  message: { content: { text: 'Your parcel arrives today.' } },
};

async function ask<Data>({ url }: RunningProgram, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await readReply<Data>(response);
  expect(errors).toEqual([]);
  return data!;
}

test('two starts at once on one new DATA_DIR share it: one key sends once, and both show the send and its event', async () => {
  const settings = {
    ...accountsOf(sandbox),
    DATA_DIR: join(directory, 'data'),
    UPSTREAM_TIMEOUT_MS: '60000',
    SEND_TIMEOUT_MS: '60000',
    OPERATION_TIMEOUT_MS: '60000',
  };
  const both = await Promise.all([program.start(settings), program.start(settings)]);
  const sent = await Promise.all(both.map((one) => ask<Sent>(one, SEND, { input: INPUT })));
  expect(sent.map(({ sendViberMessage }) => sendViberMessage.replayed).sort()).toEqual([false, true]);
  expect(new Set(sent.map(({ sendViberMessage }) => sendViberMessage.send.id)).size).toBe(1);
  expect(sandbox.calls().filter(({ method, route }) => method === 'POST' && route === '/viber')).toHaveLength(1);
  for (const one of both) {
    const { sends } = await ask<{ sends: { nodes: object[] } }>(one, '{ sends(first: 2) { nodes { outcome } } }');
    expect(sends.nodes).toEqual([{ outcome: 'ACCEPTED' }]);
    const ready = await fetch(`${one.url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([200, 'ready\n']);
  }
  const [first, second] = await Promise.all(
    both.map((one) => ask(one, '{ deliveryEvents(first: 10) { edges { cursor node { kind } } } }')),
  );
  expect(first).toEqual(second);
  for (const one of both) one.signal('SIGTERM');
  expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
});

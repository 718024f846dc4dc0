import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileProgram, type Program, type RunningProgram } from '../support/program.js';
import { accountsOf, readReply } from '../support/running-service.js';
import { until } from '../support/wait.js';
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

async function readiness({ url }: RunningProgram): Promise<string> {
  const response = await fetch(`${url}/readyz`);
  return `${response.status} ${await response.text()}`;
}

test.each([
  ['two starts', {}],
  ['a start and one of two processes', { WORKERS: '2' }],
])('%s at once on one new DATA_DIR share it: one key sends once, and both show it', async (name, more) => {
  const asked = (): number =>
    sandbox.calls().filter(({ method, route }) => method === 'POST' && route === '/viber').length;
  const before = asked();
  const settings = {
    ...accountsOf(sandbox),
    DATA_DIR: join(directory, name),
    UPSTREAM_TIMEOUT_MS: '60000',
    SEND_TIMEOUT_MS: '60000',
    OPERATION_TIMEOUT_MS: '60000',
  };
  const both = await Promise.all([program.start(settings), program.start({ ...settings, ...more })]);
  const sent = await Promise.all(both.map((one) => ask<Sent>(one, SEND, { input: INPUT })));
  expect(sent.map(({ sendViberMessage }) => sendViberMessage.replayed).sort()).toEqual([false, true]);
  expect(new Set(sent.map(({ sendViberMessage }) => sendViberMessage.send.id)).size).toBe(1);
  expect(asked()).toBe(before + 1);
  for (const one of both) {
    const { sends } = await ask<{ sends: { nodes: object[] } }>(one, '{ sends(first: 2) { nodes { outcome } } }');
    expect(sends.nodes).toEqual([{ outcome: 'ACCEPTED' }]);
    await until(async () => (await readiness(one)) === '200 ready\n'); // the last process of WORKERS may still start
  }
  const [first, second] = await Promise.all(
    both.map((one) => ask(one, '{ deliveryEvents(first: 10) { edges { cursor node { kind } } } }')),
  );
  expect(first).toEqual(second);
  for (const one of both) one.signal('SIGTERM');
  expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
});

import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, sandboxIds, startSandbox } from '../../support/sandbox.js';
import { closeServer } from '../../../src/server/http/close-server.js';
import { compileProgram, type Program, type RunningProgram } from '../../support/program.js';
import {
  accountsOf,
  type SandboxedService,
  startRunningService,
  startSandboxedService,
} from '../../support/running-service.js';
import { eventually, until } from '../../support/wait.js';
import { openConnection, rawPost } from '../by-hand.js';
import { startHeldVendor } from './held-vendor.js';
import { startHttpService } from './http-service.js';

const SEND =
  'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }';
/** Accepted, and answered after 300 ms. */
const slowSend = (key: string): string =>
  rawPost(SEND, {
    input: {
      idempotencyKey: key,
      senderId: sandboxIds.sender,
      recipients: { phoneNumbers: ['+12025550136'] },
      content: { text: key },
    },
  });
const QUICK_READ = rawPost('{ __typename }');

const vendorWasAsked = (sandbox: Sandbox, route: string): Promise<unknown> =>
  until(() => sandbox.calls().some((call) => call.route === route));

describe('a service that stops', () => {
  const services: SandboxedService[] = [];
  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
  });
  const start = async (): Promise<SandboxedService> => {
    const service = await startSandboxedService();
    services.push(service);
    return service;
  };

  test('answers what runs, closes connections without a request, and accepts no new one', async () => {
    const sandbox = await startSandbox();
    const vendor = await startHeldVendor(new URL(sandbox.routee.apiUrl).origin);
    const service = await startRunningService({ ...accountsOf(sandbox), ROUTEE_API_URL: vendor.url });
    services.push({
      ...service,
      sandbox,
      async stop() {
        vendor.release();
        await service.stop();
        await vendor.close();
        await sandbox.close();
      },
    });
    vendor.hold();
    const [fresh, idle, busy, waiting] = await Promise.all([1, 2, 3, 4].map(() => openConnection(service.url)));
    idle!.write(QUICK_READ);
    await idle!.receives('__typename');
    busy!.write(rawPost('{ held: viberMessage(trackingId: "magic-slow-300") { trackingId } }'));
    await until(() => vendor.requests.some((request) => request.includes('/viber/tracking/magic-slow-300')));

    const stopped = service.stop();
    await Promise.all([fresh!.closed, idle!.closed, waiting!.closed]);
    expect(busy!.received()).toBe('');
    await expect(openConnection(service.url)).rejects.toThrow('ECONNREFUSED');
    vendor.release();
    await busy!.closed;
    expect(busy!.received()).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close[\s\S]*held/i);
    await stopped;
    expect(service.log()).toMatch(/"event":"draining","running":1[\s\S]*"event":"stopped","isComplete":true/);
  });

  test('waits for a send whose caller has hung up', async () => {
    const service = await start();
    const caller = await openConnection(service.url);
    caller.write(slowSend('hung-up'));
    await vendorWasAsked(service.sandbox, '/viber/campaign');
    caller.socket.destroy();
    await services.pop()!.stop();
    expect(service.log()).toMatch(/"type":"mutation"[^\n]*"codes":\[\]/);
    expect(service.log()).toContain('"isComplete":true');
  });
});

describe('a caller that hangs up', () => {
  test('does not end its send: the campaign is in the ledger', async () => {
    const service = await startSandboxedService();
    const caller = await openConnection(service.url);
    caller.write(slowSend('gone'));
    await vendorWasAsked(service.sandbox, '/viber/campaign');
    caller.socket.destroy();
    interface List {
      readonly campaigns: { readonly nodes: readonly unknown[] };
    }
    const list = await eventually(
      () => service.read<List>('{ campaigns { nodes { trackingId } } }'),
      ({ campaigns }) => campaigns.nodes.length > 0,
    );
    expect(list.campaigns.nodes).toHaveLength(1);
    await service.stop();
  });
});

describe('the end of a server', () => {
  test('cuts off whoever does not finish in time, and says so', async () => {
    const { url, server } = await startHttpService();
    const dripping = await openConnection(url);
    const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nexpect: 100-continue\r\n';
    dripping.write(`${head}content-length: 10\r\n\r\n`);
    await dripping.receives('100 Continue');
    dripping.write('{');
    const times = { drainMs: 0, answersMs: 50, sendsMs: 50, sendsDone: () => Promise.resolve() };
    expect(await closeServer(server, times)).toBe(false);
    await dripping.closed;
  });

  test('waits longer for sends than for anything else', async () => {
    const { server } = await startHttpService();
    let finish = (): void => undefined;
    const sends = new Promise<void>((resolve) => (finish = resolve));
    let isClosed = false;
    const close = server.close;
    let closed: Promise<void> = Promise.resolve();
    const watched = { ...server, close: () => (closed = close()) };
    const times = { drainMs: 0, answersMs: 1, sendsMs: 10_000, sendsDone: () => sends };
    const closing = closeServer(watched, times).then(() => (isClosed = true));
    await closed;
    await setImmediate();
    expect(isClosed).toBe(false);
    finish();
    await closing;
  });
});

describe('the program', () => {
  let program: Program;
  let sandbox: Sandbox;
  let dataDir: string;
  beforeAll(async () => {
    program = await compileProgram();
    dataDir = await mkdtemp(join(tmpdir(), 'stop-'));
  });
  afterAll(async () => {
    program.killAll();
    await rm(dataDir, { recursive: true, force: true });
  });
  const startOver = async (more: Readonly<Record<string, string>> = {}): Promise<RunningProgram> => {
    sandbox = await startSandbox();
    return program.start({ ...accountsOf(sandbox), DATA_DIR: dataDir, ...more });
  };
  afterEach(() => sandbox.close());

  test('ends on SIGTERM with code 0 after the send that has left, which its ledger then holds', async () => {
    const first = await startOver();
    const caller = await openConnection(first.url);
    caller.write(slowSend('across-a-stop'));
    await vendorWasAsked(sandbox, '/viber/campaign');
    first.signal('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(caller.received()).toMatch(/^HTTP\/1\.1 200 [\s\S]*trackingId/);
    expect(first.log()).toMatch(/"event":"started"[\s\S]*"type":"mutation"[\s\S]*"event":"stopped","isComplete":true/);

    const second = await program.start({ ...accountsOf(sandbox), DATA_DIR: dataDir });
    const list = await openConnection(second.url);
    list.write(rawPost('{ campaigns { nodes { content { text } } } }'));
    await list.receives('across-a-stop');
    second.signal('SIGINT');
    expect(await second.ended).toBe(0);
  });

  test('ends at once on a second SIGTERM', async () => {
    const running = await startOver({ DRAIN_SECONDS: '600' });
    const caller = await openConnection(running.url);
    caller.write(rawPost('{ viberMessage(trackingId: "magic-never") { to } }'));
    await vendorWasAsked(sandbox, '/viber/tracking/{trackingId}');
    running.signal('SIGTERM');
    await until(() => running.log().includes('"draining","running":1'));
    // signals that come within a second count as one
    const repeating = setInterval(() => running.signal('SIGTERM'), 100);
    expect(await running.ended).toBe(1);
    clearInterval(repeating);
  });
});

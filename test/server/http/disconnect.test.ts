import { afterEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, sandboxIds, startSandbox } from '../../support/sandbox.js';
import { accountsOf, type RunningService, startRunningService } from '../../support/running-service.js';
import { until } from '../../support/wait.js';
import { openConnection, rawPost } from '../by-hand.js';
import { type HeldVendor, startHeldVendor } from './held-vendor.js';

/** A campaign, then a page of its messages, then the report of each. */
const ROUNDS = rawPost(
  `{ campaign(trackingId: "${sandboxIds.campaign12}") { name messages(first: 5) { nodes { deliveryReport { id } } } } }`,
);

let sandbox: Sandbox;
let routee: HeldVendor;
let gms: HeldVendor;
let service: RunningService;

async function start(settings: Record<string, string> = {}): Promise<void> {
  sandbox = await startSandbox();
  routee = await startHeldVendor(sandbox.routee.apiUrl);
  gms = await startHeldVendor(sandbox.gms.reportUrl);
  service = await startRunningService({
    ...accountsOf(sandbox),
    CACHE: 'off',
    ROUTEE_API_URL: routee.url,
    GMS_REPORT_URL: gms.url,
    ...settings,
  });
}

afterEach(async () => {
  routee.release();
  gms.release();
  await service.stop();
  await Promise.all([routee.close(), gms.close()]);
  await sandbox.close();
});

const operations = (): string[] =>
  service
    .log()
    .split('\n')
    .filter((line) => line.includes('"event":"operation"'));

/** A connection that the service has closed its side of, too. */
async function leave(connection: Awaited<ReturnType<typeof openConnection>>): Promise<void> {
  connection.socket.end();
  await connection.closed;
}

describe('a caller that leaves in the middle of its query', () => {
  test('has no more vendor calls made for it', async () => {
    await start();
    routee.hold();
    const caller = await openConnection(service.url);
    caller.write(ROUNDS);
    await until(() => routee.requests.length > 0);
    const first = routee.requests.length;
    await leave(caller);
    routee.release();
    await until(() => operations().length === 1);
    expect(routee.requests).toHaveLength(first);
    expect(gms.requests).toEqual([]);
    expect(operations()[0]).toContain('"status":499');
  });

  test('does not end the same query of another caller, which shares its run', async () => {
    await start();
    routee.hold();
    const [leader, other] = await Promise.all([openConnection(service.url), openConnection(service.url)]);
    leader!.write(ROUNDS);
    await until(() => routee.requests.length > 0);
    other!.write(ROUNDS);
    await service.read('{ __typename }'); // answered after both were read
    await leave(leader!);
    routee.release();
    await other!.receives('"deliveryReport"');
    expect(other!.received()).toMatch(/^HTTP\/1\.1 200 /);
    expect(other!.received()).not.toContain('"errors"');
    other!.socket.destroy();
  });

  test('does not end a vendor read that the query of another waits for', async () => {
    await start();
    routee.hold();
    const [leader, other] = await Promise.all([openConnection(service.url), openConnection(service.url)]);
    leader!.write(rawPost('{ viberMessage(trackingId: "held") { to } }'));
    await until(() => routee.requests.length > 0);
    other!.write(rawPost('{ viberMessage(trackingId: "held") { to from } }'));
    await service.read('{ __typename }');
    await leave(leader!);
    routee.release();
    await other!.receives('"viberMessage"');
    expect(routee.requests).toHaveLength(1);
    expect(other!.received()).not.toContain('UPSTREAM_TIMEOUT');
    other!.socket.destroy();
  });

  test('has no failed vendor call repeated for it', async () => {
    await start();
    routee.hold();
    const caller = await openConnection(service.url);
    caller.write(rawPost('{ viberMessage(trackingId: "magic-503-first") { to } }'));
    await until(() => routee.requests.length > 0);
    await leave(caller);
    routee.release();
    await until(() => operations().length === 1);
    expect(routee.requests).toHaveLength(1);
  });

  test('leaves its place in the queue before a vendor to those who still wait', async () => {
    await start({ UPSTREAM_CONCURRENCY: '1' });
    await service.query('{ viberMessage(trackingId: "warm") { to } }');
    routee.hold();
    const [first, gone, last] = await Promise.all([1, 2, 3].map(() => openConnection(service.url)));
    const start1 = routee.requests.length;
    first!.write(rawPost('{ viberMessage(trackingId: "one") { to } }'));
    await until(() => routee.requests.length === start1 + 1);
    gone!.write(rawPost('{ viberMessage(trackingId: "two") { to } }'));
    await service.read('{ __typename }');
    last!.write(rawPost('{ viberMessage(trackingId: "three") { to } }'));
    await service.read('{ __typename }');
    await leave(gone!);
    routee.release();
    await last!.receives('"viberMessage"');
    expect(routee.requests.slice(start1).map((request) => request.split('/').at(-1))).toEqual(['one', 'three']);
    first!.socket.destroy();
    last!.socket.destroy();
  });
});

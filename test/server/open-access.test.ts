import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import type { CallerRates } from '../../src/config/config.type.js';
import type { Caller, TenantService } from '../../src/server/auth/caller.js';
import { createOpenAccess } from '../../src/server/auth/open-access.js';
import { SubscriptionLimits } from '../../src/server/graphql/subscription-limits.js';
import { startRunningService } from '../support/running-service.js';

const SERVICE: TenantService = {
  tenant: { id: 'default', digest: 'd' },
  sources: undefined as never,
  updates: undefined as never,
};
const UNLIMITED: CallerRates = { operationsPerMinute: null, upstreamCallsPerMinute: null };

function openTo(rates: CallerRates): (ip: string) => Caller {
  const identify = createOpenAccess(SERVICE, rates);
  return (ip) => identify({ headers: {}, ip }) as Caller;
}

for (const [name, rates] of [
  ['without rates', UNLIMITED],
  ['with a rate', { ...UNLIMITED, operationsPerMinute: 1000 }],
] as const) {
  test(`${name}, a caller is an address, and one of IPv6 its network of 64 bits`, () => {
    const callerFrom = openTo(rates);
    const credentials = ['192.0.2.1', '::ffff:192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2', '2001:db8:0:1::1'];
    expect(credentials.map((ip) => callerFrom(ip).credential)).toEqual([
      'address:192.0.2.1',
      'address:192.0.2.1',
      'address:192.0.2.2',
      'address:2001:db8:0:0::/64',
      'address:2001:db8:0:0::/64',
      'address:2001:db8:0:1::/64',
    ]);
  });

  test(`${name}, headers of proxies name no caller`, () => {
    const identify = createOpenAccess(SERVICE, rates);
    const headers = { 'x-forwarded-for': '192.0.2.9', forwarded: 'for=192.0.2.9' };
    expect((identify({ headers, ip: '127.0.0.1' }) as Caller).credential).toBe('address:127.0.0.1');
  });

  test(`${name}, an address that has all its subscriptions leaves those of others to them`, () => {
    const callerFrom = openTo(rates);
    const limits = new SubscriptionLimits({ most: 5, mostPerCaller: 2 });
    const add = (ip: string) => limits.add(callerFrom(ip), { transport: null, end: () => undefined });
    for (const ip of ['192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.2', '192.0.2.3']) add(ip);
    expect(() => add('192.0.2.1')).toThrow('2 subscriptions of one caller are allowed.');
    expect(() => add('192.0.2.4')).toThrow('5 subscriptions of all callers together are allowed.');
  });
}

test('callers without rates may join one another’s queries; with a rate each has its own', () => {
  const free = openTo(UNLIMITED);
  expect(free('192.0.2.1').joinGroup).toBeDefined();
  expect(free('192.0.2.1').joinGroup).toBe(free('192.0.2.2').joinGroup);
  const limited = openTo({ ...UNLIMITED, upstreamCallsPerMinute: 1000 });
  expect(limited('192.0.2.1').joinGroup).toBeUndefined();
});

/** Other systems have no second address on loopback. */
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux(
  'of equal queries from two addresses at once, one joins the other, and the log names both addresses',
  async () => {
    const service = await startRunningService({ SANDBOX: 'on' });
    const body = JSON.stringify({ query: '{ viberMessage(trackingId: "magic-slow-3000") { trackingId } }' });
    const ask = async (localAddress: string): Promise<string> => {
      const headers = { 'content-type': 'application/json' };
      const sent = request(`${service.url}/graphql`, { method: 'POST', localAddress, headers }).end(body);
      const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
      return text(response);
    };
    const [one, two] = await Promise.all([ask('127.0.0.1'), ask('127.0.0.2')]);
    await service.stop();
    expect(one).toContain('"trackingId"');
    expect(JSON.parse(two)).toHaveProperty('data');
    const lines = service
      .log()
      .match(/^.*"event":"operation".*$/gm)!
      .map((line) => JSON.parse(line) as Operation);
    expect(lines.map(({ caller }) => caller).sort()).toEqual(['address:127.0.0.1', 'address:127.0.0.2']);
    expect(lines.filter(({ joined }) => joined)).toHaveLength(1);
  },
);

interface Operation {
  readonly caller: string;
  readonly joined?: boolean;
}

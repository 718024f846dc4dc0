import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import { type Service, startService } from '../../src/app/service.js';
import { createLog } from '../../src/server/observability/log.js';
import { fakeClock, type FakeClock } from '../support/fake-clock.js';
import { readReply } from '../support/running-service.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';

let service: Service;
let clock: FakeClock;
let logged: string;
beforeEach(async () => {
  clock = fakeClock();
  logged = '';
  const config = readConfig({ PORT: '0', SANDBOX: 'on', DRAIN_SECONDS: '0', LOG_LEVEL: 'trace', CACHE: 'off' });
  service = await startService(
    { ...config, ledger: { kind: 'memory' } },
    createLog(config.log.level, { write: (line) => void (logged += line) }),
    {
      sandbox: {
        now: () => clock.wallTime(),
        setTimer: (milliseconds, call) => {
          const timer = clock.setTimeout(call, milliseconds, undefined);
          return () => clock.clearTimeout(timer);
        },
      },
    },
  );
});
afterEach(() => service.stop());

async function read<Data>(query: string, variables: object = {}): Promise<Data> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query, variables });
  const { data, errors } = await readReply<Data>(
    await fetch(`${service.url}/graphql`, { method: 'POST', headers, body }),
  );
  expect(errors).toEqual([]);
  return data!;
}

/** The callbacks that are posted, once all of them are answered. */
const callbacks = () =>
  eventually(
    () => service.sandbox!.callbacks().filter(({ isPosted }) => isPosted),
    (all) => all.length > 0 && all.every(({ status }) => status !== null),
  );

const SEND = `mutation ($input: SendViberCampaignInput!) {
  sendViberCampaign(input: $input) { campaign { trackingId statusCallbackUrl } }
}`;
interface Sent {
  readonly sendViberCampaign: { readonly campaign: { readonly trackingId: string; readonly statusCallbackUrl: null } };
}
const input = (phoneNumbers: readonly string[]) => ({
  idempotencyKey: 'called-back',
  senderId: sandboxIds.sender,
  recipients: { phoneNumbers },
  content: { text: 'Hello' },
});

describe('a campaign of the sandbox', () => {
  test('is called back to the graph that sent it, at no vendor call', async () => {
    const { sendViberCampaign } = await read<Sent>(SEND, { input: input(['+12025550160', '+12025550164']) });
    expect(sendViberCampaign.campaign.statusCallbackUrl).toBeNull();
    const before = service.sandbox!.calls().length;
    clock.advance(3000);
    // FAILED after 2 s, DELIVERED after 3 s
    expect(await callbacks()).toMatchObject(Array(2).fill({ vendor: 'routee', status: 200, attempt: 1 }));
    expect(service.sandbox!.calls()).toHaveLength(before);
  });

  test('has its reports pushed by GMS to the address of the tenant', async () => {
    await read<Sent>(SEND, { input: input(['+12025550161']) });
    clock.advance(3000);
    await callbacks();
    clock.advance(5000);
    const posted = await eventually(callbacks, (all) => all.some(({ vendor }) => vendor === 'gms'));
    expect(posted.map(({ vendor, status }) => [vendor, status])).toEqual([
      ['routee', 200],
      ['gms', 200],
    ]);
  });

  test('is called back by addresses that neither the log nor the list of calls shows', async () => {
    await read<Sent>(SEND, { input: input(['+12025550161']) });
    clock.advance(3000);
    await callbacks();
    expect(logged + JSON.stringify([service.sandbox!.callbacks(), service.sandbox!.calls()])).not.toMatch(
      /callbacks\/\w+\/[\w-]{20}/,
    );
  });
});

import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listSettings, readConfig } from '../../../src/config/config.js';
import { errorPage } from '../../../src/errors/docs-page.js';
import { VENDORS } from '../../../src/vendors/vendors.js';
import { vendorFaults } from '../../reliability/vendor-faults.js';
import { bearer, keyOf, writeTenants } from '../../server/tenants-file.js';
import { fakeClock } from '../../support/fake-clock.js';
import { type RunningService, startRunningService } from '../../support/running-service.js';
import { until } from '../../support/wait.js';
import { type Opened, sourcesOf } from '../open-vendor.js';
import { describeVendorContract } from '../vendor-contract.js';
import { clientSettings } from '../vendor-stub.js';
import { startVibra, type VibraStandIn } from './stand-in.js';
import { vibra } from './vibra.js';

type Vibra = Opened<'viberMessages' | 'deliveryReports'>;
const vendors = [...VENDORS, vibra];
const TIMEOUT_MS = 10_000;
// Stands still until a test advances it.
const clock = fakeClock();

const read = {
  method: 'GET' as const,
  isLookup: true,
  maxBytes: 1024 * 1024,
  wrongShapes: [{ id: 5 }, { id: '' }],
  answer: (id: string) => ({ id, state: 'Read' }),
};

describeVendorContract<Vibra>({
  vendor: 'VIBRA',
  isRenewed: false,
  authorization: `Basic ${btoa('user:password')}`,
  create: (url, clock) =>
    sourcesOf(vibra.open({ url, user: 'user', password: 'password' }, { ...clientSettings, clock })),
  reads: [
    {
      ...read,
      name: 'Vibra: one message',
      path: (segment) => `/messages/${segment}`,
      run: (client, id, operation) => client.viberMessages.get(id, operation),
    },
    {
      ...read,
      name: 'Vibra: a report by reference',
      path: (segment) => `/reports/of/${segment}`,
      run: (client, extraId, operation) => client.deliveryReports.get({ extraId }, 'simple', operation),
    },
  ],
});

describe('a vendor that is in the list', () => {
  it('has its settings listed, and its causes in the page of errors', () => {
    const names = listSettings(vendors).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['VIBRA_URL', 'VIBRA_USER', 'VIBRA_PASSWORD', 'SANDBOX_VIBRA_PORT']));
    expect(errorPage(vendors)).toContain('Vibra BAD_NUMBER');
  });

  it('is missed by half of its settings', () => {
    expect(() => readConfig({ VIBRA_USER: 'user' }, undefined, vendors)).toThrow('VIBRA_PASSWORD: is missing');
  });

  it('is made up with the others where the sandbox runs', async () => {
    const service = await startRunningService({}, { vendors });
    try {
      const data = await service.read('{ viberMessage(trackingId: "vibra~m1") { trackingId content { text } } }');
      expect(data).toEqual({ viberMessage: { trackingId: 'vibra~m1', content: { text: 'of nobody' } } });
    } finally {
      await service.stop();
    }
  });
});

describe('two tenants of a vendor that is second to serve a noun', () => {
  let accounts: Record<'one' | 'two', VibraStandIn>;
  let service: RunningService;
  beforeAll(async () => {
    accounts = { one: await startVibra('one'), two: await startVibra('two') };
    const tenant = (id: 'one' | 'two') => ({
      id,
      vibra: { ...accounts[id].account, password: { env: 'VIBRA_SECRET' } },
      keys: [keyOf(id)],
    });
    service = await startRunningService(
      {
        ...writeTenants([tenant('one'), tenant('two')]),
        VIBRA_SECRET: 'vibra-secret',
        UPSTREAM_TIMEOUT_MS: String(TIMEOUT_MS),
      },
      { vendors, clock, random: () => 0 },
    );
  });
  afterAll(async () => {
    await service.stop();
    await accounts.one.close();
    await accounts.two.close();
  });

  const MESSAGE = 'query ($id: ID!) { viberMessage(trackingId: $id) { id trackingId content { text } } }';
  interface Found {
    readonly viberMessage: { readonly id: string; readonly content: { readonly text: string } };
  }
  const ask = (name: 'one' | 'two', query: string, variables: Record<string, unknown>, headers = {}) =>
    service.query<Found>(query, variables, { ...bearer(name), ...headers });

  it('see each their own under the same id, and nothing under the other’s', async () => {
    const one = await ask('one', MESSAGE, { id: 'vibra~m' });
    const two = await ask('two', MESSAGE, { id: 'vibra~m' });
    expect([one.data?.viberMessage.content.text, two.data?.viberMessage.content.text]).toEqual(['of one', 'of two']);
    expect(accounts.one.requests).toEqual(['/messages/m']);
    const { id } = one.data!.viberMessage;
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await ask('one', node, { id })).data).toEqual({ node: { id } });
    expect((await ask('two', node, { id })).data).toEqual({ node: null });
  });

  it('remember each for itself', async () => {
    const remembered = { 'cache-control': 'max-age=60' };
    const seen = (name: 'one' | 'two') => accounts[name].requests.filter((path) => path === '/messages/kept').length;
    for (const name of ['one', 'one', 'two'] as const) await ask(name, MESSAGE, { id: 'vibra~kept' }, remembered);
    expect([seen('one'), seen('two')]).toEqual([1, 1]);
  });

  it('reach a report over the edge and by every id that it shows', async () => {
    const edge = await ask(
      'one',
      'query ($id: ID!) { viberMessage(trackingId: $id) { deliveryReport { id messageId extraId deliveredVia } } }',
      { id: 'vibra~m' },
    );
    const { deliveryReport } = (edge.data as unknown as Record<string, { deliveryReport: Record<string, string> }>)[
      'viberMessage'
    ]!;
    expect(deliveryReport).toMatchObject({ messageId: 'vibra~report-m', extraId: 'vibra~m', deliveredVia: 'VIBER' });
    const again = await ask(
      'one',
      'query ($id: ID!, $by: DeliveryReportBy!) { node(id: $id) { id } deliveryReport(by: $by) { messageId } }',
      { id: deliveryReport['id'], by: { messageId: deliveryReport['messageId'] } },
    );
    expect(again).toMatchObject({
      errors: [],
      data: { node: { id: deliveryReport['id'] }, deliveryReport: { messageId: 'vibra~report-m' } },
    });
  });

  it('get an error that names the missing vendor for ids without a vendor part', async () => {
    const { errors } = await ask('one', MESSAGE, { id: 'm' });
    expect(errors.map(({ extensions: { code, vendor } }) => [code, vendor])).toEqual([
      ['VENDOR_NOT_CONFIGURED', 'ROUTEE'],
    ]);
  });

  it.each(vendorFaults.filter(({ code, asked }) => code !== null && asked !== 'PAGE'))(
    'get the code of a vendor that $name',
    async ({ name, code }) => {
      // one that goes well keeps the circuit closed
      for (const id of ['a', 'b', 'c']) await ask('two', MESSAGE, { id: `vibra~well ${id}` });
      const before = accounts.two.requests.length;
      const reply = ask('two', MESSAGE, { id: `vibra~${name}` });
      if (code === 'UPSTREAM_TIMEOUT') {
        await until(() => accounts.two.requests.length > before && clock.timers() === 1);
        clock.advance(TIMEOUT_MS);
      }
      const { errors } = await reply;
      expect(errors.map(({ extensions }) => [extensions.code, extensions['vendor']])).toEqual([[code, 'VIBRA']]);
    },
  );
});

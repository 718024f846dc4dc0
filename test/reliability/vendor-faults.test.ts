import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requireDiscreet } from '../support/discretion.js';
import { startRunningService, type RunningService } from '../support/running-service.js';
import { ask, messageQuery, pageQuery } from './asking.js';
import { startFaultyVendor, type FaultyVendor } from './faulty-vendor.js';
import { sendKeyed } from './keyed-sends.js';
import { vendorFaults } from './vendor-faults.js';

const READ_MS = 400;
const SEND_MS = 300;
const GRACE_MS = 100;

let vendor: FaultyVendor;
let service: RunningService;
beforeAll(async () => {
  vendor = await startFaultyVendor();
  service = await startRunningService({
    ...vendor.settings,
    UPSTREAM_TIMEOUT_MS: String(READ_MS),
    SEND_TIMEOUT_MS: String(SEND_MS),
  });
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
});

/** Keeps the circuits closed: between two faults the vendor is well. */
async function beWell(): Promise<void> {
  for (const id of ['well', 'still well', 'well again']) {
    expect((await ask(service.url, messageQuery(id))).codes).toEqual([]);
    expect(await sendKeyed(service.url, `${id} ${++sends}`)).toMatchObject({ kind: 'SENT' });
  }
}
let sends = 0;

/** The machine may be busy with something else once. */
async function timely<Result>(milliseconds: number, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const startedAt = performance.now();
    const result = await work();
    const took = performance.now() - startedAt;
    if (took <= milliseconds || attempt === 3) {
      expect(took).toBeLessThanOrEqual(milliseconds);
      return result;
    }
  }
}

describe('a vendor that', () => {
  it.each(vendorFaults)('$name is told within the deadline of a read', async ({ name, code, asked }) => {
    await beWell();
    const query = asked === 'PAGE' ? pageQuery(name) : messageQuery(name);
    const told = await timely(READ_MS + GRACE_MS, () => ask(service.url, query));
    expect(told.status).toBe(200);
    expect(told.codes).toEqual(code === null ? [] : [code]);
    if (code !== null) requireDiscreet(JSON.stringify(told.errors), [name]);
    else if (asked === 'PAGE') expect(told.data).toMatchObject({ campaign: { messages: { totalCount: 0 } } });
    else expect(told.data).toMatchObject({ viberMessage: { trackingId: name } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  const lost = vendorFaults.filter(({ name }) => !/wrong types|999|redirects/.test(name));
  it.each(lost)(
    '$name leaves the outcome of a send unknown, or tells it, within its deadline',
    async ({ name, code }) => {
      await beWell();
      const startedAt = performance.now();
      const ending = await sendKeyed(service.url, name);
      expect(performance.now() - startedAt).toBeLessThanOrEqual(SEND_MS + 2 * GRACE_MS);
      expect(ending).toMatchObject(code === null ? { kind: 'SENT', trackingId: name } : { kind: 'UNKNOWN' });
      expect(await sendKeyed(service.url, name)).toMatchObject({ kind: ending.kind });
    },
  );

  it.each(['says status 999', 'redirects to itself', 'sends wrong types'])(
    '%s is never understood as an accepted send',
    async (name) => {
      await beWell();
      expect(await sendKeyed(service.url, name)).toEqual({ kind: 'UNKNOWN' });
    },
  );
});

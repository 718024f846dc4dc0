import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fakeClock } from '../support/fake-clock.js';
import { until } from '../support/wait.js';
import { requireDiscreet } from '../support/discretion.js';
import { startRunningService, type RunningService } from '../support/running-service.js';
import { ask, messageQuery, pageQuery } from './asking.js';
import { startFaultyVendor, type FaultyVendor } from './faulty-vendor.js';
import { SEND_FORMS, sendKeyed } from './keyed-sends.js';
import { vendorFaults } from './vendor-faults.js';

const DEADLINE_MS = 10_000;

// It stands still but where a test advances it: what is answered is answered without waiting for a deadline.
const clock = fakeClock();
let vendor: FaultyVendor;
let service: RunningService;
beforeAll(async () => {
  vendor = await startFaultyVendor();
  const deadlines = { UPSTREAM_TIMEOUT_MS: String(DEADLINE_MS), SEND_TIMEOUT_MS: String(DEADLINE_MS) };
  service = await startRunningService({ ...vendor.settings, ...deadlines }, { clock, random: () => 0 });
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

/** What comes of a request to the vendor; where it never ends by itself, its deadline passes once the vendor has it. */
async function outcomeOf<Result>(isEndless: boolean, work: () => Promise<Result>): Promise<Result> {
  const before = vendor.requests.routee.length;
  const result = work();
  if (isEndless) {
    await until(() => vendor.requests.routee.length > before);
    expect(clock.timers()).toBe(1);
    clock.advance(DEADLINE_MS);
  }
  return result;
}

describe('a vendor that', () => {
  it.each(vendorFaults)('$name is reported by the deadline of a read at the latest', async ({ name, code, asked }) => {
    await beWell();
    const query = asked === 'PAGE' ? pageQuery(name) : messageQuery(name);
    const reported = await outcomeOf(code === 'UPSTREAM_TIMEOUT', () => ask(service.url, query));
    expect(reported.status).toBe(200);
    expect(reported.codes).toEqual(code === null ? [] : [code]);
    if (code !== null) requireDiscreet(JSON.stringify(reported.errors), [name]);
    else if (asked === 'PAGE') expect(reported.data).toMatchObject({ campaign: { messages: { totalCount: 0 } } });
    else expect(reported.data).toMatchObject({ viberMessage: { trackingId: name } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  const lost = vendorFaults.filter(({ name }) => !/wrong types|999|redirects/.test(name));
  const lostOfEveryForm = SEND_FORMS.flatMap((form) => lost.map((fault) => ({ ...fault, form })));
  it.each(lostOfEveryForm)(
    '$name leaves the outcome of a send ($form) unknown, or reports it, by its deadline at the latest',
    async ({ name, code, form }) => {
      await beWell();
      const send = () => sendKeyed(service.url, `${form}: ${name}`, { form });
      // Its 50 000 pieces would take a second of work before they are too many.
      const isEndless = code === 'UPSTREAM_TIMEOUT' || name === 'pours chunks of one byte';
      const ending = await outcomeOf(isEndless, send);
      expect(ending).toMatchObject(code === null ? { kind: 'SENT', trackingId: name } : { kind: 'UNKNOWN' });
      const before = vendor.requests.routee.length;
      expect(await send()).toMatchObject({ kind: ending.kind });
      expect(vendor.requests.routee).toHaveLength(before);
    },
  );

  const misread = ['says status 999', 'redirects to itself', 'sends wrong types'];
  it.each(SEND_FORMS.flatMap((form) => misread.map((name) => ({ name, form }))))(
    '$name is never understood as an accepted send ($form)',
    async ({ name, form }) => {
      await beWell();
      expect(await sendKeyed(service.url, `${form}: ${name}`, { form })).toEqual({ kind: 'UNKNOWN' });
    },
  );
});

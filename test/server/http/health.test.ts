import 'reflect-metadata';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createReadiness, type VendorWay } from '../../../src/server/http/health/readiness.js';
import {
  eventually,
  startRunningService,
  startSandboxedService,
  type RunningService,
} from '../../support/running-service.js';
import { deadUrl } from '../../vendor-client/support/peer.js';

const services: RunningService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop();
});
const statusOf = async (service: RunningService, path: string): Promise<number> =>
  (await fetch(`${service.url}${path}`)).status;

describe('/livez and /readyz', () => {
  test('a server over vendors that answer is alive and ready, before anybody asked anything', async () => {
    const service = await startSandboxedService();
    services.push(service);
    expect(await statusOf(service, '/livez')).toBe(200);
    expect(await statusOf(service, '/readyz')).toBe(200);
    const asked = service.sandbox.calls().length;
    for (let n = 0; n < 20; n++) expect(await statusOf(service, '/readyz')).toBe(200);
    expect(service.sandbox.calls()).toHaveLength(asked);
  });

  test('a server whose vendors cannot be reached is alive and not ready', async () => {
    const nowhere = await deadUrl();
    const service = await startRunningService({
      ROUTEE_API_URL: nowhere,
      ROUTEE_AUTH_URL: nowhere,
      ROUTEE_APPLICATION_ID: 'a',
      ROUTEE_APPLICATION_SECRET: 'b',
      GMS_REPORT_URL: nowhere,
      GMS_CLIENT_ID: '1',
      GMS_LOGIN: 'a',
      GMS_PASSWORD: 'b',
    });
    services.push(service);
    expect(await statusOf(service, '/livez')).toBe(200);
    expect(await statusOf(service, '/readyz')).toBe(503);
  });

  test('one vendor is enough', async () => {
    const nowhere = await deadUrl();
    const service = await startSandboxedService({ ROUTEE_API_URL: nowhere, ROUTEE_AUTH_URL: nowhere });
    services.push(service);
    expect(await statusOf(service, '/readyz')).toBe(200);
  });

  test('open circuits of every vendor end readiness; a server without traffic finds out by itself that one is back', async () => {
    const service = await startSandboxedService();
    services.push(service);
    const routee = Array.from({ length: 8 }, (_, n) => `m${n}: viberMessage(trackingId: "magic-reset~${n}") { to }`);
    const gms = Array.from(
      { length: 8 },
      (_, n) => `r${n}: deliveryReport(by: { extraId: "magic-reset~${n}" }) { id }`,
    );
    await service.query(`{ ${[...routee, ...gms].join(' ')} }`);
    expect(await statusOf(service, '/readyz')).toBe(503);
    await eventually(
      () => statusOf(service, '/readyz'),
      (status) => status === 200,
    );
  });
});

describe('readiness', () => {
  const wayThat = (isWell: boolean, probe: () => Promise<boolean>): VendorWay => ({ isWell: () => isWell, probe });

  test('asks no vendor while one is well', async () => {
    const never = () => Promise.reject(new Error('asked'));
    const ways = [wayThat(false, never), wayThat(true, never)];
    expect(await createReadiness({ isDraining: () => false, ways, probes: ways })()).toBe(true);
  });

  test('asks once, however many want to know at once', async () => {
    let asked = 0;
    const ways = [wayThat(false, () => Promise.resolve(++asked > 1))];
    const isReady = createReadiness({ isDraining: () => false, ways, probes: ways });
    expect(await Promise.all([isReady(), isReady(), isReady()])).toEqual([false, false, false]);
    expect(asked).toBe(1);
  });

  test('ends with draining', async () => {
    const ways = [wayThat(true, () => Promise.resolve(true))];
    expect(await createReadiness({ isDraining: () => true, ways, probes: ways })()).toBe(false);
  });
});

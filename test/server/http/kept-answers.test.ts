import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../../support/sandbox.js';
import { type RunningService, startRunningService } from '../../support/running-service.js';
import { bearer, keyOf, writeTenants } from '../tenants-file.js';

const QUERY = `/graphql?query=${encodeURIComponent(`{ viberMessage(trackingId: "${sandboxIds.messageSeen}") { to } }`)}`;
const PREFLIGHTED = { 'apollo-require-preflight': '1' };
const varies = (response: Response): string[] =>
  (response.headers.get('vary') ?? '').split(',').map((name) => name.trim().toLowerCase());

describe('where callers have keys', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({
      SANDBOX: 'on',
      CORS_ORIGINS: 'https://shop.example',
      ...writeTenants([{ id: 'shop', keys: [keyOf('all-of-it'), keyOf('reader', { scopes: ['read'] })] }]),
    });
  });
  afterAll(() => service.stop());
  const get = (key: string) => fetch(service.url + QUERY, { headers: { ...PREFLIGHTED, ...bearer(key) } });

  test('no client keeps an answer, so that the next key is not shown numbers that it may not see', async () => {
    const [whole, masked] = [await get('all-of-it'), await get('reader')];
    expect(whole.headers.get('cache-control')).toContain('no-store');
    expect(masked.headers.get('cache-control')).toContain('no-store');
    expect(await whole.text()).not.toBe(await masked.text());
  });

  test('an answer names what it depends on', async () => {
    expect(varies(await get('all-of-it'))).toEqual(
      expect.arrayContaining(['accept', 'authorization', 'x-api-key', 'x-upstream-report', 'origin']),
    );
  });
});

describe('where everyone may call', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on', CORS_ORIGINS: 'off' });
  });
  afterAll(() => service.stop());

  test('an answer may be kept by the client itself, under everything that it depends on', async () => {
    const response = await fetch(service.url + QUERY, { headers: PREFLIGHTED });
    expect(response.headers.get('cache-control')).toMatch(/^private, max-age=\d+$/);
    expect(varies(response)).toEqual(expect.arrayContaining(['accept', 'authorization', 'x-upstream-report']));
    expect(varies(response)).not.toContain('origin');
  });
});

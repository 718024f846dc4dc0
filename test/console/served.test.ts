import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { digestOfSources, readSourcesDigest } from '../../examples/console/sources-digest.js';
import { type RunningService, startRunningService } from '../support/running-service.js';

const DIST = new URL('../../examples/console/dist/', import.meta.url);
const KILOBYTE = 1024;

/** The scripts that the page names, and those that they import before anything is shown. */
function firstScripts(): string[] {
  const page = readFileSync(new URL('index.html', DIST), 'utf8');
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const text = readFileSync(new URL(`assets/${name}`, DIST), 'utf8');
    for (const [, imported] of text.matchAll(
      /(?:^|[;\n}])\s*import\s*(?:[^'"();]*?from\s*)?["'`]\.\/([\w.-]+\.js)["'`]/g,
    ))
      add(imported!);
  };
  for (const [, name] of page.matchAll(/assets\/([\w.-]+\.js)/g)) add(name!);
  return [...found];
}

describe('the built console', () => {
  test('is of the sources that are there: npm --prefix examples/console run build', () => {
    expect(readSourcesDigest()).toBe(digestOfSources());
  });

  test('loads at most 150 KB of compressed script before its first screen', () => {
    const scripts = firstScripts();
    expect(scripts.length).toBeGreaterThan(1);
    const bytes = scripts.map((name) => gzipSync(readFileSync(new URL(`assets/${name}`, DIST))).length);
    expect(bytes.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(150 * KILOBYTE);
  });

  test('names no other host', () => {
    const page = readFileSync(new URL('index.html', DIST), 'utf8');
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});

describe('the console as it is served', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on' });
  });
  afterAll(() => service.stop());
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${service.url}${path}`, { redirect: 'manual', headers });

  it('is a page below /console/, with a policy that allows this server alone', async () => {
    const moved = await get('/console');
    expect([moved.status, moved.headers.get('location')]).toEqual([308, 'console/']);
    const page = await get('/console/');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(await page.text()).toContain('<div id="root">');
  });

  it('has every built file, and nothing else', async () => {
    const names = readdirSync(new URL('assets/', DIST));
    const statuses = await Promise.all(names.map(async (name) => (await get(`/console/assets/${name}`)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
    for (const path of ['sources.sha256', 'assets/', '../package.json', 'assets/%2e%2e/index.html', 'constructor'])
      expect((await get(`/console/${path}`)).status).toBe(404);
  });

  it('is compressed, kept by browsers where a name has a digest, and else asked for again', async () => {
    const [name] = readdirSync(new URL('assets/', DIST)).filter((one) => one.endsWith('.js'));
    const script = await get(`/console/assets/${name}`, { 'accept-encoding': 'gzip' });
    expect(script.headers.get('content-encoding')).toBe('gzip');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const page = await get('/console/');
    const again = await get('/console/', { 'if-none-match': page.headers.get('etag')! });
    expect(again.status).toBe(304);
  });
});

test('the console is off outside the sandbox, unless CONSOLE=on', async () => {
  const account = { ROUTEE_APPLICATION_ID: 'a', ROUTEE_APPLICATION_SECRET: 's' };
  for (const [settings, status] of [
    [account, 404],
    [{ ...account, CONSOLE: 'on' }, 200],
    [{ SANDBOX: 'on', CONSOLE: 'off' }, 404],
  ] as const) {
    const service = await startRunningService(settings);
    expect((await fetch(`${service.url}/console/`)).status).toBe(status);
    await service.stop();
  }
});

import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { startService } from '../../src/app/service.js';
import { welcome } from '../../src/app/welcome.js';
import { readConfig } from '../../src/config/config.js';
import { createLog } from '../../src/server/observability/log.js';
import { VENDORS } from '../../src/vendors/vendors.js';

test('the sandbox is its own PUBLIC_URL, and its start prints an address for each vendor, which answers', async () => {
  const config = readConfig({ PORT: '0', DRAIN_SECONDS: '0' });
  let logged = '';
  const service = await startService(config, createLog('trace', { write: (line) => void (logged += line) }));
  try {
    const printed = await welcome(config, service, null);
    const lines = [...printed.matchAll(/^ {2}default {2}(\S+) {2}(http:\S+)$/gm)];
    const urls = lines.map(([, , url]) => url!);
    expect(lines.map(([, title]) => title)).toEqual(
      VENDORS.filter(({ callbacks }) => callbacks).map(({ title }) => title),
    );
    expect(urls).toEqual(service.callbackUrls.map(({ url }) => url));
    for (const url of urls) {
      expect(url.startsWith(`${service.url}/callbacks/`)).toBe(true);
      expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(400);
      expect(logged).not.toContain(url.split('/').at(-1));
    }
  } finally {
    await service.stop();
  }
});

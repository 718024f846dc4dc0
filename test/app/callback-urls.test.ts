import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { startService } from '../../src/app/service.js';
import { welcome } from '../../src/app/welcome.js';
import { readConfig } from '../../src/config/config.js';
import { createLog } from '../../src/server/observability/log.js';

test('the sandbox is its own PUBLIC_URL, and its start prints an address for each vendor, which answers', async () => {
  const config = readConfig({ PORT: '0', DRAIN_SECONDS: '0' });
  let logged = '';
  const service = await startService(config, createLog('trace', { write: (line) => void (logged += line) }));
  try {
    const printed = await welcome(config, service, null);
    const urls = [...printed.matchAll(/^ {2}default {2}(?:Routee|GMS) {2}(http:\S+)$/gm)].map(([, url]) => url!);
    expect(urls).toEqual(service.callbackUrls.map(({ url }) => url));
    expect(urls).toHaveLength(2);
    for (const url of urls) {
      expect(url.startsWith(`${service.url}/callbacks/`)).toBe(true);
      expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(400);
      expect(logged).not.toContain(url.split('/').at(-1));
    }
  } finally {
    await service.stop();
  }
});

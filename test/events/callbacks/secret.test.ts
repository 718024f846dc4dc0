import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import { accountAddresses, openCallbackAddresses } from '../../../src/app/callbacks.js';
import { readConfig } from '../../../src/config/config.js';
import { readSecretFile } from '../../../src/events/callbacks/callback-secret.js';
import { VENDORS } from '../../../src/vendors/vendors.js';
import { gms, routee } from '../../config/reading.js';
import { compiledSources } from '../../support/compiled-sources.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../../support/redis-server.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'callback-secret-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const settings = () => ({ ...routee, ...gms, AUTH: 'none', PUBLIC_URL: 'https://graph.example', DATA_DIR: directory });
async function urlsOf(more: Record<string, string> = {}): Promise<string[]> {
  const config = readConfig({ ...settings(), ...more });
  return accountAddresses((await openCallbackAddresses(config))!, config, VENDORS).map(({ url }) => url);
}

describe('the secret of addresses', () => {
  it('is made once, by whichever process comes first, for the owner of the file alone', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => readSecretFile(directory)));
    expect(new Set(all).size).toBe(1);
    expect(all[0]!.length).toBeGreaterThanOrEqual(32);
    expect(readdirSync(directory)).toEqual(['callback-secret']);
    expect(statSync(join(directory, 'callback-secret')).mode & 0o777).toBe(0o600);
    expect(await readSecretFile(directory)).toBe(all[0]);
  });

  it.each(['', 'short', 'a line\nand another line of more than 32 characters'])(
    'stops the start where its file is damaged, and is not made anew: %j',
    async (content) => {
      writeFileSync(join(directory, 'callback-secret'), content);
      await expect(urlsOf()).rejects.toThrow(/^DATA_DIR: .*callback-secret/);
      expect(readFileSync(join(directory, 'callback-secret'), 'utf8')).toBe(content);
    },
  );

  it('names the file that cannot be written', async () => {
    await expect(readSecretFile(join(directory, 'absent'))).rejects.toThrow(/absent\/callback-secret .*ENOENT/s);
  });

  it('is not needed with CALLBACK_SECRETS, of which the first makes addresses', async () => {
    const [first, second] = ['1'.repeat(32), '2'.repeat(32)];
    const one = await urlsOf({ CALLBACK_SECRETS: first });
    expect(await urlsOf({ CALLBACK_SECRETS: `${first},${second}` })).toEqual(one);
    expect(await urlsOf({ CALLBACK_SECRETS: `${second}, ${first}` })).not.toEqual(one);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('npm run callback-urls', () => {
  let program: string;
  beforeAll(async () => {
    program = join(await compiledSources(), 'app/callback-urls.js');
  });
  const run = (environment: Record<string, string>) =>
    spawnSync(process.execPath, [program], {
      cwd: directory,
      env: { PATH: process.env['PATH'], ...environment },
      encoding: 'utf8',
    });

  it('prints the addresses of every tenant and vendor, the same at every run', async () => {
    const [first, second] = await urlsOf(); // as the start does
    const { stdout, status } = run(settings());
    expect(status).toBe(0);
    expect(stdout).toBe(`default\tRoutee\t${first}\ndefault\tGMS\t${second}\n`);
    expect(first).toMatch(/^https:\/\/graph\.example\/callbacks\/routee\/[\w-]{52}$/);
    expect(second).toMatch(/^https:\/\/graph\.example\/callbacks\/gms\/[\w-]{52}$/);
    expect(run(settings()).stdout).toBe(stdout);
  });

  it.each(['', 'absent'])('makes no secret and no directory where a server was never started: DATA_DIR/%s', (name) => {
    const dataDir = join(directory, name);
    expect(run({ ...settings(), DATA_DIR: dataDir })).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `DATA_DIR ${dataDir} has no callback secret: start the server once, or set CALLBACK_SECRETS\n`,
    });
    expect(readdirSync(directory)).toEqual([]);
    expect(run({ ...settings(), DATA_DIR: dataDir, CALLBACK_SECRETS: '1'.repeat(32) }).status).toBe(0);
  });

  it('says what is missing', () => {
    expect(run({ ...settings(), PUBLIC_URL: '' })).toMatchObject({ status: 1, stdout: '' });
    expect(run({ ...settings(), PUBLIC_URL: '' }).stderr).toContain('PUBLIC_URL is not set');
    expect(run({}).stderr).toContain('In the sandbox the start prints the addresses');
    expect(run({ ...settings(), PORT: 'x' }).stderr).toContain('PORT: must be');
  });
});

describeWithRedis('the secret of addresses in Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis.stop());

  it('is one for all instances', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => urlsOf({ REDIS_URL: redis.url })));
    expect(new Set(all.map(String)).size).toBe(1);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('names the setting where Redis is away', async () => {
    await expect(urlsOf({ REDIS_URL: 'redis://127.0.0.1:1' })).rejects.toThrow(/^REDIS_URL: /);
  });
});

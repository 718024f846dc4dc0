import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { welcome } from '../../src/app/welcome.js';
import { readConfig } from '../../src/config/config.js';
import { startRunningService } from '../support/running-service.js';
import { keyOf, writeTenants } from '../server/tenants-file.js';

const SANDBOX = { SANDBOX: 'on', PORT: '0', LOG_LEVEL: 'silent' };
const NO_CALLBACKS = { url: 'http://127.0.0.1:4000', callbackUrls: [] };

const printed = (settings: Readonly<Record<string, string>>): Promise<string> =>
  welcome(readConfig({ ...SANDBOX, ...settings }), NO_CALLBACKS, null);

/** The command that the start prints, its variables replaced as by a shell. @returns the status and the data */
async function runCommand(text: string, url: string, variables: Readonly<Record<string, string>>) {
  const command = /^ {2}curl .*$/m.exec(text)![0];
  const headers = [...command.matchAll(/ -H (["'])(.+?): (.+?)\1/g)].map(([, quote, name, value]): [string, string] => [
    name!,
    quote === '"' ? value!.replace(/\$(\w+)/g, (_, variable: string) => variables[variable]!) : value!,
  ]);
  const body = / -d '(.+)'$/.exec(command)![1]!;
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

describe('the command that the start of the sandbox prints', () => {
  test('is answered without a header where everyone may call', async () => {
    const service = await startRunningService({ SANDBOX: 'on' });
    const answer = await runCommand(await printed({}), service.url, {});
    await service.stop();
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"totalCount":12');
    expect(await printed({})).not.toContain('KEY');
  });

  test('is answered with a key of TENANTS_FILE where callers have keys, and says so', async () => {
    const settings = { SANDBOX: 'on', ...writeTenants([{ id: 'shop', keys: [keyOf('shop-key')] }]) };
    const service = await startRunningService(settings);
    const text = await printed(settings);
    const answer = await runCommand(text, service.url, { KEY: 'shop-key' });
    await service.stop();
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"totalCount":12');
    expect(text).toContain('KEY is a key of TENANTS_FILE with the scope read');
    expect(text).toContain('in a browser, which asks for a key');
  });

  test('has a token where callers have tokens alone', async () => {
    const text = await printed({
      ...writeTenants([{ id: 'shop' }]),
      JWT_JWKS_URL: 'https://issuer.example/keys',
      JWT_ISSUER: 'https://issuer.example',
      JWT_AUDIENCE: 'graph',
    });
    expect(text).toContain(`-H "authorization: Bearer $TOKEN"`);
    expect(text).toContain('TOKEN is a token of JWT_ISSUER with the scope read');
  });
});

test('the operations to try are left out where only listed ones run', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'welcome-'));
  const file = join(directory, 'operations.json');
  await writeFile(file, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations: [] }));
  const text = await printed({ PERSISTED_OPERATIONS: file, PERSISTED_ONLY: 'on' });
  const beside = await printed({ PERSISTED_OPERATIONS: file });
  await rm(directory, { recursive: true });
  expect(text).toContain('SANDBOX');
  for (const words of ['to paste', 'campaign(', 'curl']) {
    expect(text).not.toContain(words);
    expect(beside).toContain(words);
  }
});

describe('tenants with one account at a vendor', () => {
  const routee = (applicationId: string, secret = 'ONE', more = {}) => ({
    routee: { applicationId, applicationSecret: { env: secret }, ...more },
  });
  const gms = (login: string) => ({
    gms: { reportUrl: 'https://gms.example', clientId: 'shop', login, password: { env: 'ONE' } },
  });
  const warningsOf = async (accounts: Readonly<Record<string, unknown>>): Promise<readonly string[]> => {
    const tenants = Object.entries(accounts).map(([id, account]) => ({
      id,
      ...(account as object),
      keys: [keyOf(id)],
    }));
    const config = readConfig({ ONE: 'secret-one', TWO: 'secret-two', PORT: '0', ...writeTenants(tenants) });
    const text = await welcome(config, NO_CALLBACKS, null);
    expect(text).not.toMatch(/secret-|own-application/);
    return text.match(/^Warning: .*$/gm) ?? [];
  };

  test('are named at the start, with the vendor, whatever their secrets are', async () => {
    const same = routee('own-application');
    const renewed = routee('own-application', 'TWO');
    expect(await warningsOf({ shop: same, market: renewed, bank: { ...routee('other'), ...gms('a') } })).toEqual([
      'Warning: the tenants shop and market have the same Routee account: callers of one read and cancel what the others have there.',
    ]);
    expect(await warningsOf({ shop: { ...same, ...gms('a') }, market: gms('a'), bank: same })).toEqual([
      expect.stringContaining('the tenants shop and bank have the same Routee account'),
      expect.stringContaining('the tenants shop and market have the same GMS account'),
    ]);
    expect(await warningsOf({ shop: same, market: same, bank: same })).toEqual([
      expect.stringContaining('the tenants shop, market and bank have the same Routee account'),
    ]);
  });

  test('are none where each has its own, or the vendor is at another address', async () => {
    const elsewhere = routee('own-application', 'ONE', { apiUrl: 'https://test.example' });
    expect(await warningsOf({ shop: routee('own-application'), market: elsewhere, bank: routee('two') })).toEqual([]);
    expect(await warningsOf({ shop: gms('a'), market: gms('b') })).toEqual([]);
  });
});

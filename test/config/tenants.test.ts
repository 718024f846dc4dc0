import { describe, expect, test } from '@jest/globals';
import { gms, mistakesOf, read, routee, VENDOR_NAMES } from './reading.js';

const digest = (digit: string) => digit.repeat(64);
const key = { sha256: digest('a'), scopes: ['read'] };
const account = { applicationId: 'one', applicationSecret: { env: 'ONE_SECRET' } };
const tenant = { id: 'one', routee: account, keys: [key] };
const environment = { TENANTS_FILE: 'tenants.json', ONE_SECRET: 'first', TWO_PASSWORD: 'second' };
const jwt = { JWT_JWKS_URL: 'https://id.example/keys/', JWT_ISSUER: 'https://id.example/', JWT_AUDIENCE: 'graph' };

const readWith = (content: unknown, more = {}) => read({ ...environment, ...more }, { 'tenants.json': content });
const mistakesWith = (content: unknown, more = {}) =>
  mistakesOf({ ...environment, ...more }, { 'tenants.json': content });

describe('the file of tenants', () => {
  test('gives each its accounts, keys and scopes, with secrets from the environment', () => {
    const two = {
      id: 'default',
      gms: { reportUrl: 'https://two.example/', clientId: '2', login: 'two', password: { env: 'TWO_PASSWORD' } },
      keys: [
        {
          name: 'shop',
          sha256: digest('B'),
          scopes: ['read', 'send', 'read:recipients', 'read'],
          operationsPerMinute: 60,
        },
      ],
    };
    expect(readWith([tenant, two], { HOST: '0.0.0.0', RATE_UPSTREAM_CALLS_PER_MINUTE: '5' })).toMatchObject({
      sandbox: false,
      auth: { mode: 'tenants', jwt: null },
      tenants: [
        {
          id: 'one',
          accounts: {
            ROUTEE: {
              apiUrl: 'https://connect.routee.net',
              authUrl: 'https://auth.routee.net',
              applicationId: 'one',
              applicationSecret: 'first',
            },
          },
          keys: [
            {
              name: null,
              sha256: digest('a'),
              scopes: ['read'],
              rates: { operationsPerMinute: null, upstreamCallsPerMinute: 5 },
            },
          ],
        },
        {
          id: 'default',
          accounts: { GMS: { reportUrl: 'https://two.example', clientId: '2', login: 'two', password: 'second' } },
          keys: [
            {
              name: 'shop',
              sha256: digest('b'),
              scopes: ['read', 'send', 'read:recipients'],
              rates: { operationsPerMinute: 60, upstreamCallsPerMinute: 5 },
            },
          ],
        },
      ],
    });
  });

  test('takes vendor addresses of the environment where it names none', () => {
    const both = { ...tenant, gms: { clientId: '1', login: 'one', password: { env: 'ONE_SECRET' } } };
    const urls = { ROUTEE_API_URL: 'http://127.0.0.1:1/', GMS_REPORT_URL: 'http://127.0.0.1:2/' };
    expect(readWith([both], urls).tenants[0]?.accounts).toMatchObject({
      ROUTEE: { apiUrl: 'http://127.0.0.1:1', authUrl: 'https://auth.routee.net' },
      GMS: { reportUrl: 'http://127.0.0.1:2' },
    });
    expect(mistakesWith([both])).toEqual(['TENANTS_FILE: [0].gms.reportUrl is missing']);
  });

  test('with bearer tokens a tenant needs no keys', () => {
    const { jwt: read } = readWith([{ ...tenant, keys: undefined }], jwt).auth;
    expect(read).toEqual({ jwksUrl: 'https://id.example/keys/', issuer: 'https://id.example/', audience: 'graph' });
    expect(mistakesWith([{ ...tenant, keys: [] }])).toEqual([
      expect.stringMatching(/^TENANTS_FILE: \[0\]\.keys must hold a key/),
    ]);
  });

  test('half of the token settings is reported by what is missing', () => {
    expect(mistakesWith([tenant], { JWT_ISSUER: 'x' })).toEqual([
      'JWT_AUDIENCE: is missing: bearer tokens need all of JWT_JWKS_URL, JWT_ISSUER, JWT_AUDIENCE',
      'JWT_JWKS_URL: is missing: bearer tokens need all of JWT_JWKS_URL, JWT_ISSUER, JWT_AUDIENCE',
    ]);
  });

  test('reports every mistake by its place, and no value', () => {
    const content = [
      {
        id: 'one',
        routee: { applicationId: 5, applicationSecret: 'hunter2', apiUrl: 'hunter2' },
        keys: [key],
        secret: 'hunter2',
      },
      {
        id: 'one',
        routee: { ...account, applicationSecret: { env: 'hunter2' } },
        keys: [key, { sha256: 'hunter2', scopes: ['hunter2'] }],
      },
      { id: 'a/b', keys: [{ sha256: digest('A'), scopes: [], operationsPerMinute: 0.5, upstreamCallsPerMinute: 0 }] },
      'hunter2',
    ];
    const mistakes = mistakesWith(content);
    expect([...mistakes].sort()).toEqual(
      [
        '[0] has unknown members: secret',
        '[0].routee.apiUrl must be an http or https URL without a user, password, query or fragment',
        '[0].routee.applicationId must be a text',
        '[0].routee.applicationSecret must be { "env": "NAME" }: secrets are not written into the file',
        '[1].id is the same as [0].id; each must be different',
        '[1].keys[0].sha256 is the same as [0].keys[0].sha256; each must be different',
        '[1].keys[1].scopes[0] must be read, read:recipients, send or send:reconcile',
        '[1].keys[1].sha256 must be the SHA-256 of the key, 64 hexadecimal digits',
        '[1].routee.applicationSecret.env must name a variable that is set',
        `[2] must have at least one of ${VENDOR_NAMES.join(', ')}`,
        '[2].id must be 1 to 64 letters, digits, points, dashes and underscores, the first a letter or digit',
        '[2].keys[0].operationsPerMinute must be a whole number',
        '[2].keys[0].scopes must name at least one of read, read:recipients, send and send:reconcile',
        '[2].keys[0].sha256 is the same as [0].keys[0].sha256; each must be different',
        '[2].keys[0].upstreamCallsPerMinute must be at least 1',
        `[3] must be { ${['id', ...VENDOR_NAMES, 'keys'].map((name) => `"${name}": …`).join(', ')} }`,
      ].map((text) => `TENANTS_FILE: ${text}`),
    );
  });

  test.each([
    [undefined, 'must name a readable file, relative to the working directory'],
    ['[\n{]', expect.stringMatching(/^must name a JSON file; this one is not valid JSON( \(line 2\))?$/)],
    [{}, 'the file must be a list of tenants'],
    [[], 'the file must hold at least one tenant'],
    ['null', 'the file must be a list of tenants'],
  ])('%j is refused', (content, text) => {
    expect(mistakesWith(content).map((mistake) => mistake.replace('TENANTS_FILE: ', ''))).toEqual([text]);
  });

  test('an inherited name is not a variable', () => {
    const inherited = { ...account, applicationSecret: { env: 'constructor' } };
    expect(mistakesWith([{ ...tenant, routee: inherited }])).toEqual([
      'TENANTS_FILE: [0].routee.applicationSecret.env must name a variable that is set',
    ]);
  });

  test('refuses a secret in quotes, which Docker keeps, without repeating it', () => {
    expect(mistakesWith([tenant], { ONE_SECRET: '"hunter2"' })).toEqual([
      'TENANTS_FILE: [0].routee.applicationSecret.env must name a variable whose value has no quotes around it, which docker run --env-file keeps',
    ]);
  });

  test('stands alone: accounts in the environment and AUTH=none are refused beside it', () => {
    const names = mistakesWith([tenant], { ...routee, ...gms, AUTH: 'none' }).map((mistake) => mistake.split(':')[0]);
    expect(names).toEqual([
      'AUTH',
      'GMS_CLIENT_ID',
      'GMS_LOGIN',
      'GMS_PASSWORD',
      'ROUTEE_APPLICATION_ID',
      'ROUTEE_APPLICATION_SECRET',
    ]);
  });

  test('may refer to the secret where it was before the file', () => {
    const same = { ...account, applicationSecret: { env: 'ROUTEE_APPLICATION_SECRET' } };
    const config = readWith([{ ...tenant, routee: same }], { ROUTEE_APPLICATION_SECRET: 'as before' });
    expect(config.tenants[0]?.accounts['ROUTEE']?.['applicationSecret']).toBe('as before');
  });

  test('may name its variables like settings', () => {
    const named = { ...account, applicationSecret: { env: 'ROUTEE_ONE_SECRET' } };
    const more = { ROUTEE_ONE_SECRET: 'first' };
    expect(readWith([{ ...tenant, routee: named }], more).tenants[0]?.accounts['ROUTEE']?.['applicationSecret']).toBe(
      'first',
    );
    expect(mistakesWith([tenant], more)).toEqual([expect.stringMatching(/^ROUTEE_ONE_SECRET: is not a setting/)]);
    expect(mistakesWith(undefined, more)).toHaveLength(1);
  });

  test('in the sandbox tenants have keys and no accounts', () => {
    expect(readWith([{ id: 'one', keys: [key] }], { SANDBOX: 'on' })).toMatchObject({
      sandbox: true,
      auth: { mode: 'tenants' },
      tenants: [{ id: 'one', accounts: {} }],
    });
    expect(mistakesWith([tenant], { SANDBOX: 'on' })).toEqual([
      `TENANTS_FILE: [0] must have none of ${VENDOR_NAMES.join(', ')} with SANDBOX=on, which simulates every vendor`,
    ]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { gms, mistakesOf, read, routee } from './reading.js';

describe('the sandbox', () => {
  test.each([
    [{}, true],
    [{ HOST: 'localhost', ROUTEE_MAX_PAGE_SIZE: '5' }, true],
    [{ SANDBOX: 'on', NODE_ENV: 'production' }, true],
    [{ SANDBOX: 'on', HOST: '0.0.0.0', AUTH: 'none' }, true],
    [{ ...gms }, false],
    [{ ...gms, SANDBOX: 'off' }, false],
  ])('with %j: %s', (environment, sandbox) => {
    expect(read(environment)).toMatchObject({ sandbox, isDevelopment: sandbox });
  });

  test.each([{ NODE_ENV: 'production' }, { SANDBOX: 'off' }, { HOST: '0.0.0.0', AUTH: 'none' }])(
    'without it and without a vendor both ways out are named: %j',
    (environment) => {
      const mistakes = mistakesOf(environment);
      expect(mistakes).toHaveLength(1);
      expect(mistakes[0]).toMatch(
        /^SANDBOX: .*no vendor is configured.*ROUTEE_APPLICATION_ID.*GMS_REPORT_URL.*TENANTS_FILE.*SANDBOX=on/,
      );
    },
  );

  test('is refused beside vendor settings, which are named', () => {
    expect(mistakesOf({ SANDBOX: 'on', ROUTEE_API_URL: 'https://routee.example' })).toEqual([
      'SANDBOX: must not be on together with vendor settings: remove SANDBOX, or ROUTEE_API_URL',
    ]);
  });

  test('a mistyped SANDBOX is one mistake', () => {
    expect(mistakesOf({ SANDBOX: 'yes', NODE_ENV: 'production' })).toEqual(['SANDBOX: must be auto, on or off']);
  });
});

describe('without tenants', () => {
  test.each(['127.0.0.1', '127.8.9.1', '::1', '[::1]', 'localhost', '::ffff:127.0.0.1'])(
    '%s is loopback and open',
    (HOST) => {
      expect(read({ ...routee, HOST }).auth).toEqual({ mode: 'none', jwt: null });
    },
  );

  test.each(['0.0.0.0', '::', '10.0.0.1', '::ffff:10.0.0.1', 'graph.example', '127.example', 'localhost.example'])(
    '%s needs AUTH=none',
    (HOST) => {
      const [mistake, ...others] = mistakesOf({ ...routee, HOST });
      expect(others).toEqual([]);
      expect(mistake).toMatch(/^HOST: must be a loopback address.*TENANTS_FILE.*AUTH=none/);
      expect(read({ ...routee, HOST, AUTH: 'none' }).auth.mode).toBe('none');
    },
  );

  test.each(['None', 'off', 'tenants'])('AUTH=%s is no way to say it', (AUTH) => {
    expect(mistakesOf({ ...routee, HOST: '0.0.0.0', AUTH })).toEqual(['AUTH: must be none, or not set']);
  });

  test.each(['127.0.0.1:4000', 'http://localhost', 'a b', '-'])('HOST=%s is no host', (HOST) => {
    expect(mistakesOf({ ...routee, HOST })).toEqual(['HOST: must be an IP address or a host name, without a port']);
  });

  test('bearer tokens are refused', () => {
    const jwt = { JWT_JWKS_URL: 'https://id.example/keys', JWT_ISSUER: 'https://id.example/', JWT_AUDIENCE: 'graph' };
    expect(mistakesOf({ ...routee, ...jwt })).toEqual(
      ['JWT_AUDIENCE', 'JWT_ISSUER', 'JWT_JWKS_URL'].map(
        (name) => `${name}: needs TENANTS_FILE, which names the tenants of the tokens`,
      ),
    );
  });
});

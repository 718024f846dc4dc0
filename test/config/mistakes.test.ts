import { rootCertificates } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { gms, mistakesOf, read, routee } from './reading.js';

const names = (mistakes: readonly string[]) => mistakes.map((mistake) => mistake.split(':')[0]);

describe('the mistakes', () => {
  test('are all reported at once, each with what is expected', () => {
    const wrong = {
      PORT: '70000',
      UPSTREAM_TIMEOUT_MS: '5s',
      CACHE: 'yes',
      EXPLORER: 'apollo',
      GMS_LOGIN: 'us',
      PERSISTED_ONLY: 'on',
      REDIS_WAIT_REPLICAS: '1',
    };
    expect(mistakesOf(wrong)).toEqual([
      'CACHE: must be on or off',
      'EXPLORER: must be auto, sandbox, graphiql or off',
      'GMS_CLIENT_ID: is missing: GMS_LOGIN is set, and GMS needs all of GMS_REPORT_URL, GMS_CLIENT_ID, GMS_LOGIN, GMS_PASSWORD',
      'GMS_PASSWORD: is missing: GMS_LOGIN is set, and GMS needs all of GMS_REPORT_URL, GMS_CLIENT_ID, GMS_LOGIN, GMS_PASSWORD',
      'GMS_REPORT_URL: is missing: GMS_LOGIN is set, and GMS needs all of GMS_REPORT_URL, GMS_CLIENT_ID, GMS_LOGIN, GMS_PASSWORD',
      'PERSISTED_ONLY: must not be on without PERSISTED_OPERATIONS: every operation would be refused',
      'PORT: must be a whole number from 0 to 65535',
      'REDIS_WAIT_REPLICAS: must be 0 without REDIS_URL: sends are recorded on this machine alone',
      'UPSTREAM_TIMEOUT_MS: must be a whole number from 1 to 600000',
    ]);
  });

  test('are one message', () => {
    expect(() => read({ PORT: 'x' })).toThrow(
      'The settings have a mistake:\n  PORT: must be a whole number from 0 to 65535',
    );
    expect(() => read({ PORT: 'x', CACHE: 'x' })).toThrow(
      /^The settings have 2 mistakes:\n {2}CACHE: .*\n {2}PORT: .*$/,
    );
  });

  test('never repeat what was set', () => {
    const environment = {
      PORT: 'hunter2',
      ROUTEE_API_URL: 'https://hunter2:hunter2@connect.routee.net',
      ROUTEE_APPLICATION_SECRET: 'hunter2',
      GMS_PASSWORD: 'hunter2',
      REDIS_URL: 'hunter2',
      SUBGRAPH_SECRET: 'hunter2 ',
      METRICS_KEY: 'hünter2',
      TENANTS_FILE: 'hunter2',
      CORS_ORIGINS: 'hunter2',
    };
    expect(names(mistakesOf(environment))).toEqual(
      expect.arrayContaining(['REDIS_URL', 'SUBGRAPH_SECRET', 'METRICS_KEY', 'CORS_ORIGINS']),
    );
    expect(mistakesOf(environment).join()).not.toContain('hunter2');
    expect(mistakesOf({ TENANTS_FILE: 't' }, { t: '[{"applicationSecret": hunter2}]' }).join()).not.toContain(
      'hunter2',
    );
  });

  test.each([
    [{ ROUTEE_API_URL: 'https://routee.example' }, ['ROUTEE_APPLICATION_ID', 'ROUTEE_APPLICATION_SECRET']],
    [{ ROUTEE_APPLICATION_ID: 'application' }, ['ROUTEE_APPLICATION_SECRET']],
    [{ ...routee, ...gms, GMS_REPORT_URL: undefined }, ['GMS_REPORT_URL']],
  ])('half of a vendor is reported by what is missing: %j', (environment, missing) => {
    expect(names(mistakesOf(environment))).toEqual(missing);
  });

  test.each([
    'ftp://a.example',
    'a.example',
    'https://u:p@a.example',
    'https://a.example?q',
    'https://dr-v2-{site}.hyber.im',
    'http:a.example',
  ])('no base address: %s', (url) => {
    expect(names(mistakesOf({ ...gms, GMS_REPORT_URL: url }))).toEqual(['GMS_REPORT_URL']);
  });

  test.each(['*', 'https://a.example/path', 'https://*.example', 'a.example', 'https://a.example,'])(
    'no list of origins: %s',
    (list) => {
      expect(names(mistakesOf({ CORS_ORIGINS: list }))).toEqual(['CORS_ORIGINS']);
    },
  );

  test.each(['"', "'", '`'])(
    'the quotes %s around a value are refused, which Docker keeps, and not repeated',
    (quote) => {
      const { GMS_LOGIN, ...others } = { ...routee, ...gms };
      const set = { ...others, PORT: '4100', CACHE: 'on', METRICS_KEY: 'a#hunter2', DATA_DIR: '/data' };
      const quoted = Object.fromEntries(Object.entries(set).map(([name, value]) => [name, quote + value + quote]));
      const mistakes = mistakesOf({ ...quoted, GMS_LOGIN });
      expect(mistakes).toEqual(
        Object.keys(set)
          .sort()
          .map((name) => `${name}: must be written without the quotes around it, which docker run --env-file keeps`),
      );
      const inside = { METRICS_KEY: `a${quote}b`, ROUTEE_APPLICATION_SECRET: `${quote}a`, GMS_PASSWORD: `a${quote}` };
      expect(mistakesOf({ ...routee, ...gms, ...inside })).toEqual([]);
    },
  );

  test('the metrics have a port of their own', () => {
    expect(names(mistakesOf({ PORT: '4000', METRICS_PORT: '4000' }))).toEqual(['METRICS_PORT']);
    expect(mistakesOf({ PORT: '0', METRICS_PORT: '0' })).toEqual([]);
  });

  test('the file of known operations must be there, and JSON', () => {
    expect(names(mistakesOf({ PERSISTED_OPERATIONS: 'none.json' }))).toEqual(['PERSISTED_OPERATIONS']);
    expect(names(mistakesOf({ PERSISTED_OPERATIONS: 'o.json' }, { 'o.json': 'query { a }' }))).toEqual([
      'PERSISTED_OPERATIONS',
    ]);
  });
});

describe('a name that is no setting', () => {
  test.each([
    ['ROUTEE_APLICATION_ID', 'ROUTEE_APPLICATION_ID'],
    ['PERSISTED_ONYL', 'PERSISTED_ONLY'],
    ['TENANT_FILE', 'TENANTS_FILE'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['METRICS_PROT', 'METRICS_PORT'],
    ['jwt_issuer', 'JWT_ISSUER'],
    ['MAX_UPSTEAM_CALLS', 'MAX_UPSTREAM_CALLS'],
    ['SANDBX', 'SANDBOX'],
    ['PROT', 'PORT'],
    ['POTR', 'PORT'],
    ['HOSST', 'HOST'],
    ['CAHCE', 'CACHE'],
    ['DATADIR', 'DATA_DIR'],
    ['DATA_DIRECTORY', 'DATA_DIR'],
    ['LOG_LEVLE', 'LOG_LEVEL'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['REDIS_URI', 'REDIS_URL'],
    ['REDIS_HOST', 'REDIS_URL'],
    ['REDISURL', 'REDIS_URL'],
    ['REDIS', 'REDIS_URL'],
    ['REDIS_PORT', 'REDIS_URL'],
    ['REDIS_TLS_URL', 'REDIS_URL'],
    ['redis_password', 'REDIS_URL'],
    ['REDISCLOUD_URL', 'REDIS_URL'],
    ['JWKS_URL', 'JWT_JWKS_URL'],
    ['JWKS_URI', 'JWT_JWKS_URL'],
    ['METRIC_PORT', 'METRICS_PORT'],
    ['SANDBOX_ROUTE_PORT', 'SANDBOX_ROUTEE_PORT'],
    ['HOSTS', 'HOST'],
    ['PORTS', 'PORT'],
    ['SANDBOXES', 'SANDBOX'],
    ['SANDBOX_MODE', 'SANDBOX'],
    ['AUTH_MODE', 'AUTH'],
    ['CORS', 'CORS_ORIGINS'],
    ['CACHE_MB', 'CACHE_MAX_MB'],
    ['LOG_LVL', 'LOG_LEVEL'],
    ['DATAPATH', 'DATA_DIR'],
    ['SEND_TIMEOUT', 'SEND_TIMEOUT_MS'],
    ['OPERATIONS_TIMOUT_MS', 'OPERATION_TIMEOUT_MS'],
  ])('%s is reported, with the one that was meant', (name, meant) => {
    expect(mistakesOf({ [name]: '1' })).toEqual([`${name}: is not a setting; did you mean ${meant}?`]);
  });

  test('is reported without a guess when none is near', () => {
    expect(mistakesOf({ GMS_NOTHING_LIKE_IT: '1' })).toEqual(['GMS_NOTHING_LIKE_IT: is not a setting']);
  });

  test.each([
    'PATH',
    'REDIS_PORT_6379_TCP_ADDR',
    'CACHE_DIR',
    'METRICS_HOST',
    'NODE_OPTIONS',
    'GMS_SERVICE_HOST',
    'GMS_PORT_80_TCP_ADDR',
  ])('%s may be another program’s', (name) => {
    expect(mistakesOf({ [name]: '1' })).toEqual([]);
  });

  test.each(['REDIS_PORT', 'METRIC_PORT', 'GMS_PORT', 'REDIS_PRIMARY_PORT'])(
    '%s is another service’s where its value is an address, as Kubernetes sets it',
    (name) => {
      expect(mistakesOf({ [name]: 'tcp://10.0.0.7:6379' })).toEqual([]);
    },
  );

  test('REDIS_HOST is another program’s where REDIS_URL is given', () => {
    expect(mistakesOf({ REDIS_HOST: 'cache', REDIS_URL: 'redis://cache' })).toEqual([]);
  });

  test('none is in the environments of shells, npm, containers and platforms', () => {
    expect(
      mistakesOf(
        Object.fromEntries(ORDINARY_NAMES.map((name) => [name, name.endsWith('_PORT') ? 'tcp://10.0.0.7:1' : '1'])),
        { '1': rootCertificates[0] }, // the file that NODE_EXTRA_CA_CERTS names
      ),
    ).toEqual([]);
  });
});

const ORDINARY_NAMES = `
  HOME HOSTNAME HOSTTYPE PATH PWD OLDPWD SHELL SHLVL USER USERNAME LOGNAME LANG LANGUAGE LC_ALL LC_CTYPE TERM TERM_PROGRAM
  COLORTERM COLORFGBG EDITOR VISUAL PAGER LESS MAIL MANPATH TMPDIR TEMP TMP TZ UID GID PPID PS1 IFS DISPLAY
  XDG_DATA_DIRS XDG_DATA_HOME XDG_CACHE_HOME XDG_CONFIG_HOME XDG_RUNTIME_DIR XDG_SESSION_ID XDG_SESSION_TYPE XAUTHORITY
  DBUS_SESSION_BUS_ADDRESS SSH_AUTH_SOCK SSH_AGENT_PID SSH_CLIENT SSH_CONNECTION SSH_TTY SUDO_USER SUDO_UID
  GPG_AGENT_INFO LS_COLORS LESSOPEN LESSCLOSE WAYLAND_DISPLAY WINDOWID DESKTOP_SESSION VTE_VERSION MACHTYPE OSTYPE
  NODE NODE_OPTIONS NODE_PATH NODE_VERSION NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED NO_COLOR FORCE_COLOR DEBUG
  INIT_CWD npm_config_cache npm_config_loglevel npm_config_prefix npm_config_user_agent npm_execpath npm_node_execpath
  npm_lifecycle_event npm_lifecycle_script npm_package_json npm_package_name npm_package_version npm_command COLOR
  NPM_CONFIG_CACHE NPM_TOKEN YARN_VERSION COREPACK_HOME NVM_DIR NVM_BIN NVM_INC VOLTA_HOME PNPM_HOME
  HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy all_proxy CURL_CA_BUNDLE SSL_CERT_FILE SSL_CERT_DIR
  CI GITHUB_ACTIONS GITHUB_TOKEN GITHUB_REF GITLAB_CI BUILD_ID BUILD_NUMBER JENKINS_URL RUNNER_OS CCACHE CC CXX CFLAGS
  DOCKER_HOST DOCKER_CONFIG CONTAINER KUBECONFIG KUBERNETES_PORT KUBERNETES_PORT_443_TCP KUBERNETES_SERVICE_HOST
  KUBERNETES_SERVICE_PORT KUBERNETES_SERVICE_PORT_HTTPS POD_NAME POD_IP POD_NAMESPACE NODE_NAME NODE_IP SERVICE_NAME
  REDIS_SERVICE_HOST REDIS_SERVICE_PORT REDIS_PORT POSTGRES_HOST POSTGRES_PORT PGHOST PGPORT PGDATA DATABASE_URL
  DYNO SOURCE_VERSION STACK MEMORY_AVAILABLE WEB_CONCURRENCY WEB_MEMORY FLY_APP_NAME FLY_REGION RENDER RENDER_SERVICE_ID
  RAILWAY_ENVIRONMENT REDISHOST REDISPORT REDISUSER REDISPASSWORD K_SERVICE K_REVISION K_CONFIGURATION FUNCTION_TARGET
  AWS_REGION AWS_DEFAULT_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_EXECUTION_ENV ECS_CONTAINER_METADATA_URI
  GOOGLE_APPLICATION_CREDENTIALS GOOGLE_CLOUD_PROJECT WEBSITE_SITE_NAME APPDATA PROGRAMDATA LOCALAPPDATA COMSPEC
  SYSTEMROOT WINDIR NOTIFY_SOCKET LISTEN_PID LISTEN_FDS INVOCATION_ID JOURNAL_STREAM WATCHDOG_USEC MAINPID
  OTEL_METRICS_EXPORTER OTEL_LOGS_EXPORTER SENTRY_DSN DD_ENV DD_SERVICE DD_AGENT_HOST LOG_FORMAT LOG_FILE
  POST SORT COST LOST REPORT IMPORT EXPORT ROUTE MODE ENV _
`
  .trim()
  .split(/\s+/);

test.each(['Production', 'prod', 'developement', 'dev'])('NODE_ENV=%s is refused with what is allowed', (value) => {
  expect(mistakesOf({ NODE_ENV: value })).toEqual(['NODE_ENV: must be development, production, staging or test']);
});

describe('a value that cannot work', () => {
  test.each(['.', '..', 'a\ud800', 'x'.repeat(257)])('a client id that is no segment of a path: %j', (value) => {
    expect(names(mistakesOf({ ...gms, GMS_CLIENT_ID: value }))).toEqual(['GMS_CLIENT_ID']);
  });

  const accounts = { ...routee, ...gms };
  const TEXTS = Object.keys(accounts).filter((name) => name !== 'GMS_REPORT_URL');

  test.each([
    ['a line end after it', 'hunter2\n'],
    ['a Windows line end after it', 'hunter2\r'],
    ['a space before it', ' hunter2'],
    ['a no-break space after it', 'hunter2\u00a0'],
    ['a tab after it', 'hunter2\t'],
    ['a line end in it', 'hun\nter2'],
    ['a zero byte in it', 'hun\u0000ter2'],
  ])('secret, id, login and password with %s are refused once each', (_name, value) => {
    for (const name of TEXTS) {
      const mistakes = mistakesOf({ ...accounts, [name]: value });
      expect(names(mistakes)).toEqual([name]);
      expect(mistakes[0]).toContain('line end');
      expect(mistakes[0]).not.toContain('hunter2');
    }
  });

  test.each(['GMS_LOGIN', 'ROUTEE_APPLICATION_ID'])(
    '%s with a colon is refused: Basic ends a user name there',
    (name) => {
      expect(mistakesOf({ ...accounts, [name]: 'us:er' })).toEqual([expect.stringContaining('colon')]);
    },
  );

  test.each(['GMS_PASSWORD', 'ROUTEE_APPLICATION_SECRET'])('%s may hold colons and inner spaces', (name) => {
    expect(mistakesOf({ ...accounts, [name]: 'a: b' })).toEqual([]);
  });

  test('the same holds for the tenants’ file and the variables that it names', () => {
    const tenant = (change: object) => ({
      TENANTS_FILE: JSON.stringify([
        {
          id: 'shop',
          routee: { applicationId: 'app', applicationSecret: { env: 'SHOP_SECRET' }, ...change },
          keys: [],
        },
      ]),
    });
    const jwt = { JWT_JWKS_URL: 'https://i.example/keys', JWT_ISSUER: 'i', JWT_AUDIENCE: 'a' };
    const of = (change: object, secret = 's') =>
      mistakesOf({ TENANTS_FILE: 't', SHOP_SECRET: secret, ...jwt }, { t: tenant(change).TENANTS_FILE });
    expect(of({})).toEqual([]);
    expect(of({}, 'hunter2\n')).toEqual([
      expect.stringMatching(/^TENANTS_FILE: \[0\]\.routee\.applicationSecret\.env .*line end/),
    ]);
    expect(of({ applicationId: 'a:b' })).toEqual([expect.stringContaining('colon')]);
    expect(of({ applicationId: 'a ' })).toEqual([expect.stringContaining('white space')]);
  });

  test.each([
    'NODE_ENV',
    'JWT_ISSUER',
    'DATA_DIR',
    'REDIS_URL',
    'SUBGRAPH_SECRET',
    'METRICS_KEY',
    'HOST',
    'LOG_LEVEL',
    'PORT',
  ])('%s with a line end after it is refused', (name) => {
    const right: Record<string, string> = {
      REDIS_URL: 'redis://cache',
      HOST: 'localhost',
      LOG_LEVEL: 'info',
      PORT: '1',
    };
    expect(names(mistakesOf({ ...accounts, [name]: `${right[name] ?? 'production'}\n` }))).toContain(name);
  });

  test('METRICS_KEY with a space, a comma, a letter beyond ASCII or more than 12000 characters is refused', () => {
    const expected = 'METRICS_KEY: must be 1 to 12000 characters of printable ASCII without spaces and commas';
    for (const key of ['two words', 'one,two', 'κλειδί', 'k'.repeat(12_001)])
      expect(mistakesOf({ ...accounts, METRICS_KEY: key })).toEqual([expected]);
    expect(read({ ...accounts, METRICS_KEY: 'k'.repeat(12_000) }).metrics).toMatchObject({ port: null });
  });

  test.each([
    'redis://',
    'redis:///0',
    'redis://cache/main',
    'redis://ca che',
    'redis://u:p%zz@cache',
    'redis://u%:p@cache',
    'redis://:%ff@cache',
  ])('no Redis address: %s', (url) => {
    for (const name of ['REDIS_URL', 'EVENTS_REDIS_URL'])
      expect(names(mistakesOf({ ...accounts, [name]: url }))).toEqual([name]);
  });

  test('a Redis address may have percent-encoding in user and password', () => {
    expect(mistakesOf({ ...accounts, REDIS_URL: 'redis://u%40:p%25%2f@cache/1' })).toEqual([]);
  });
});

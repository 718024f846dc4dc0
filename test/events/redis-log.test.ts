import { afterAll, beforeAll } from '@jest/globals';
import { Redis } from 'ioredis';
import { openRedisLog } from '../../src/events/log/redis-log.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { eventLogContract } from './log-contract.js';

describeWithRedis('the event log in redis', () => {
  let server: RedisServer;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedisServer();
    redis = new Redis(server.url);
    redis.on('error', () => undefined); // the server is killed on purpose
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  eventLogContract(
    {
      open: async (options) => openRedisLog({ ...options, url: server.url, setting: 'REDIS_URL' }),
      beginAnew: async () => void (await redis.flushall()),
    },
    { isShared: true },
  );
});

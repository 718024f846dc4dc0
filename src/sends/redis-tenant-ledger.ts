import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { BoundSend, CampaignLedger } from '../graph/campaign/campaign.ledger.js';
import type { Campaign } from '../graph/campaign/campaign.type.js';
import { KEY_LIFE_MS } from './expiry.js';
import type { Fingerprint } from './fingerprint.js';
import { describeSend } from './key-entry.js';
import type { OwnSends } from './own-sends.js';
import type { RedisNames } from './redis-names.js';
import type { RunScript } from './redis-run.js';
import { ACCEPT, BEGIN, COUNT, LIST, LOOK, LOSE, RELEASE } from './redis-scripts.js';
import { settle } from './settle.js';
import type { Waiters } from './waiters.js';

interface RedisTenantLedgerParts {
  readonly tenantId: string;
  readonly redis: Redis;
  readonly run: RunScript;
  readonly names: RedisNames;
  readonly secret: string;
  readonly fingerprint: Fingerprint;
  readonly waiters: Waiters;
  readonly ownSends: OwnSends;
  readonly recordLife: number;
  readonly leaseLife: number;
}

/** How often a send of another instance is looked at, milliseconds. */
const LOOK_INTERVAL_MS = 100;

type Described = [state: BoundSend['state'], input: string, campaign: string | null] | null;

export function createRedisTenantLedger(parts: RedisTenantLedgerParts): CampaignLedger {
  const { redis, run, names, secret, fingerprint, waiters, ownSends, recordLife, leaseLife } = parts;
  const tenant = fingerprint('tenant', parts.tenantId);
  const places = names.places(tenant);
  const records = names.recordPrefix(tenant);

  function keysOf(key: string): [entry: string, lease: string] {
    const id = fingerprint('key', key);
    return [names.entry(tenant, id), names.lease(tenant, id)];
  }

  const inputOf = (id: string) => ownSends.find(id)?.input ?? '';

  function understand(id: string, described: Described, input: string): BoundSend | null {
    const [state, boundInput, campaign] = described ?? [null, '', null];
    const own = ownSends.find(id);
    // Redis forgot a send of ours, or could not be told how it ended. (When only the answer got lost, redis knows better.)
    if (own && (state === null || (state === 'IN_FLIGHT' && own.state === 'UNKNOWN')))
      return describeSend(own, input, null);
    return state && describeSend({ state, input: boundInput }, input, campaign ? parseCampaign(campaign) : null);
  }

  const look = async (keys: [string, string], input: string) =>
    understand(keys[0], (await run(LOOK, keys)) as Described, fingerprint('input', input));

  /** Writes how a send ended, and lets those in this process who wait for it see. */
  async function end(id: string, write: () => Promise<unknown>): Promise<void> {
    const send = ownSends.find(id);
    try {
      await write();
      // Once the key is free another send of ours may have begun under it.
      if (ownSends.find(id) === send) ownSends.ended(id);
    } catch (error) {
      ownSends.lost(id);
      throw error;
    } finally {
      waiters.wake(id);
    }
  }

  return {
    async begin(key, input) {
      const keys = keysOf(key);
      const print = fingerprint('input', input);
      // What was freed meanwhile is not bound yet.
      const own = ownSends.find(keys[0]) && (await look(keys, input));
      if (own) return own;
      const owner = randomUUID();
      try {
        const bound = (await run(
          BEGIN,
          [...keys, names.secret],
          print,
          owner,
          KEY_LIFE_MS,
          leaseLife,
          secret,
        )) as Described;
        if (bound) return understand(keys[0], bound, print);
      } catch (error) {
        // It may have been bound with only the answer missing; nothing was sent, so the key need not stay bound.
        run(RELEASE, keys, owner).catch(() => {});
        throw error;
      }
      ownSends.begun(keys[0], print);
      return null;
    },

    accept(key, campaign) {
      const keys = keysOf(key);
      return end(keys[0], async () => {
        const member = fingerprint('campaign', campaign.trackingId);
        const all = [...keys, records + member, places, names.sequence(tenant)];
        await run(ACCEPT, all, JSON.stringify(campaign), member, recordLife, KEY_LIFE_MS, inputOf(keys[0]));
      });
    },
    release(key) {
      const keys = keysOf(key);
      return end(keys[0], () => run(RELEASE, keys));
    },
    lose(key) {
      const keys = keysOf(key);
      return end(keys[0], () => run(LOSE, keys, inputOf(keys[0]), KEY_LIFE_MS));
    },
    settled(key, input, deadline) {
      const keys = keysOf(key);
      return settle({ id: keys[0], waiters, look: () => look(keys, input), deadline, interval: LOOK_INTERVAL_MS });
    },

    async campaign(trackingId) {
      const text = await redis.get(records + fingerprint('campaign', trackingId));
      return text === null ? null : parseCampaign(text);
    },
    async campaigns({ order, beyond, limit }) {
      const range =
        order === 'NEWEST_FIRST'
          ? ['ZREVRANGEBYSCORE', beyond === null ? '+inf' : `(${beyond}`, '-inf']
          : ['ZRANGEBYSCORE', beyond === null ? '-inf' : `(${beyond}`, '+inf'];
      const listed = (await run(LIST, [places], records, ...range, Math.max(0, limit))) as string[];
      return listed.flatMap((text, i) =>
        i % 2 === 0 ? [] : [{ sequence: Number(listed[i - 1]), campaign: parseCampaign(text) }],
      );
    },
    campaignCount: async () => Number(await run(COUNT, [places], records)),
  };
}

const parseCampaign = (text: string): Campaign => JSON.parse(text) as Campaign;

import { randomUUID } from 'node:crypto';
import type { CanonicalInput } from './canonical.js';
import type { Fingerprint } from './fingerprint.js';
import { type LedgerHealth, ledgerUnavailable } from './ledger-health.js';
import type { RedisClient } from './redis-client.js';
import type { RedisRetries } from './redis-retries.js';
import { ACCEPT, BIND, COUNT, FIND, LIST, LOOK, LOSE, RELEASE } from './redis-scripts.js';
import { type BoundSend, KEY_LIFE_MS, type SendKind, type SendLedger, type SendOutcome } from './send-ledger.js';
import { type Waiters, waitForOutcome } from './waiters.js';

export interface RedisLedgerParts {
  readonly client: RedisClient;
  readonly health: LedgerHealth;
  readonly fingerprint: Fingerprint;
  /** In front of every name. */
  readonly prefix: string;
  readonly secret: string;
  readonly secretName: string;
  readonly owner: string;
  readonly waiters: Waiters;
  readonly retries: RedisRetries;
  readonly recordLife: number;
  /** How long a process may take between its bind and the outcome. */
  readonly leaseLife: number;
}

/** How often a send of another process is looked at, milliseconds. */
const LOOK_INTERVAL_MS = 100;
/** Beyond the record's life, for keys of PENDING sends: a clock that jumps a day does not free them. */
const PENDING_MARGIN_MS = 7 * KEY_LIFE_MS;

type Found = readonly [
  id: string,
  kind: SendKind,
  outcome: SendOutcome | null,
  sequence: string,
  createdAt: string,
  decidedAt: string | null,
  input: string,
  form: string,
  receipt: string | null,
];

export function createRedisLedger<Receipt>(tenantId: string, parts: RedisLedgerParts): SendLedger<Receipt> {
  const { client, health, fingerprint, secret, secretName, owner, waiters, retries, recordLife } = parts;
  const { unwritten, abandoned } = retries;
  const tenant = fingerprint('tenant', tenantId);
  const base = `${parts.prefix}:{${tenant}}`;
  const kinds = new Map<string, SendKind>();
  const vendorOf = (kind: SendKind, vendorId: string): string => fingerprint('vendor', `${kind} ${vendorId}`);

  function requireTrusted(): void {
    if (health.state === 'rolled back') throw ledgerUnavailable(new Error('the ledger was rolled back'));
  }

  function describe(found: Found, input: CanonicalInput): BoundSend<Receipt> | null {
    const [id, kind, outcome, sequence, createdAt, decidedAt, bound, form, receipt] = found;
    const end = unwritten.get(id);
    if (end?.isFree) return null; // this process knows that nothing was sent
    if (end) throw ledgerUnavailable(new Error('the outcome is not written yet'));
    const text = input.inForm(Number(form));
    return {
      send: {
        id,
        kind,
        outcome: outcome ?? 'UNKNOWN', // a key whose record is gone
        sequence: Number(sequence),
        createdAt: Number(createdAt),
        decidedAt: decidedAt === null ? null : Number(decidedAt),
      },
      sameInput: text !== null && fingerprint('input', text) === bound,
      receipt: receipt === null ? null : (JSON.parse(receipt) as Receipt),
    };
  }

  async function find(key: string): Promise<Found | null> {
    requireTrusted();
    const [found] = (await client.run(LOOK, base, [key, recordLife])) as [Found | null];
    requireTrusted();
    if (found && abandoned.get(`${base} ${key}`)?.ids.has(found[0]) && found[2] === 'PENDING') return null;
    return found;
  }

  async function look(key: string, input: CanonicalInput): Promise<BoundSend<Receipt> | null> {
    const found = await find(fingerprint('key', key));
    return found && describe(found, input);
  }

  /** Writes how a send of this process ended; one that cannot be written is tried again until it is. */
  async function end<Answer>(id: string, isFree: boolean, write: () => Promise<Answer>): Promise<Answer> {
    try {
      return await write();
    } catch (error) {
      unwritten.set(id, { isFree, write });
      throw error;
    } finally {
      kinds.delete(id);
      waiters.wake(id);
    }
  }

  const lose = (id: string): Promise<unknown> =>
    end(id, false, () => client.run(LOSE, base, [id, recordLife], { isWrite: true }));

  return {
    look,

    async bind({ key: givenKey, kind, input, scheduledAt }) {
      const key = fingerprint('key', givenKey);
      requireTrusted();
      if (health.state !== 'up') throw ledgerUnavailable(new Error('redis is down'));
      const id = randomUUID();
      const mine = abandoned.get(`${base} ${key}`)?.ids ?? new Set<string>();
      const keyLife = Math.max(0, (scheduledAt ?? 0) - Date.now()) + KEY_LIFE_MS;
      const pendingLife = Math.max(recordLife, keyLife) + PENDING_MARGIN_MS;
      const free = [...mine, ...[...unwritten].flatMap(([one, { isFree }]) => (isFree ? [one] : []))];
      const bind = [
        id,
        kind,
        fingerprint('input', input.text),
        input.form,
        owner,
        keyLife,
        parts.leaseLife,
        pendingLife,
      ];
      try {
        const [found] = (await client.run(BIND, base, [key, recordLife, ...bind, secret, `,${free.join(',')},`], {
          isWrite: true,
          keys: [secretName],
        })) as [Found | null];
        requireTrusted();
        const bound = found && describe(found, input);
        if (bound) return { isNew: false, bound };
        if (found) throw ledgerUnavailable(new Error('the key is being freed'));
      } catch (error) {
        // It may have been bound with only the answer missing. Nothing was sent, so this process may bind again.
        const ids = mine.add(id);
        const free = (): Promise<unknown> =>
          Promise.all([...ids].map((one) => client.run(RELEASE, base, [one, recordLife], { isWrite: true })));
        abandoned.set(`${base} ${key}`, { ids, since: performance.now(), free });
        throw error;
      }
      abandoned.delete(`${base} ${key}`);
      kinds.set(id, kind);
      return { isNew: true, id };
    },

    async accept(id, { vendorId, receipt }) {
      let text: string;
      try {
        text = JSON.stringify(receipt);
      } catch (error) {
        await lose(id);
        throw error;
      }
      const args = [id, vendorOf(kinds.get(id) ?? 'VIBER_CAMPAIGN', vendorId), text, recordLife];
      await end(id, false, () => client.run(ACCEPT, base, args, { isWrite: true }));
    },

    async release(id) {
      const [isFree] = await end(id, true, () => client.run(RELEASE, base, [id, recordLife], { isWrite: true }));
      return Number(isFree) === 1;
    },

    async lose(id) {
      if (!unwritten.has(id)) await lose(id);
    },

    async waitForOutcome(key, input, deadline) {
      const found = await find(fingerprint('key', key));
      return waitForOutcome({
        id: found?.[0] ?? key,
        waiters,
        look: () => look(key, input),
        deadline,
        interval: LOOK_INTERVAL_MS,
      });
    },

    async find(kind, vendorId) {
      const [receipt] = (await client.run(FIND, base, [vendorOf(kind, vendorId)])) as [string | null];
      return receipt === null ? null : (JSON.parse(receipt) as Receipt);
    },

    async list({ kind, order, beyond, limit }) {
      const range =
        order === 'NEWEST_FIRST'
          ? ['ZREVRANGEBYSCORE', beyond === null ? '+inf' : `(${beyond}`, '-inf']
          : ['ZRANGEBYSCORE', beyond === null ? '-inf' : `(${beyond}`, '+inf'];
      const listed = (await client.run(LIST, base, [kind, ...range, Math.max(0, limit)])) as string[];
      return listed.flatMap((text, index) =>
        index % 2 === 0 ? [] : [{ sequence: Number(listed[index - 1]), receipt: JSON.parse(text) as Receipt }],
      );
    },

    async count(kind) {
      const [count] = await client.run(COUNT, base, [kind]);
      return Number(count);
    },
  };
}

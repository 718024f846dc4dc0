import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSendLedger } from '../../src/app/ledger.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { createLog } from '../../src/server/observability/log.js';
import type { Trace } from '../../src/trace.js';
import { read, routee } from '../config/reading.js';
import { inputOf } from '../sends/keyed-ledger.js';

test('the line of a send that is contradicted names the request that reported it', async () => {
  let logged = '';
  const log = createLog('info', { write: (line) => void (logged += line) });
  const config = { ...read(routee), ledger: { kind: 'memory' } as const };
  const store = await openSendLedger(config, log, { contradicted: () => undefined });
  const ledger = store.forTenant('shop');
  const bind = async (): Promise<string> => {
    const bound = await ledger.bind({ key: 'k', kind: 'VIBER_MESSAGE', input: inputOf('a'), scheduledAt: null });
    if (!bound.isNew) throw new Error('the key is bound');
    return bound.send.id;
  };
  const older = await bind();
  await ledger.release(older);
  await bind();
  const trace: Trace = { traceId: 't1', startCall: () => null };
  await ledger.acceptByCallback(older, 'v', { requestId: 'r1', trace });
  expect(JSON.parse(logged)).toMatchObject({
    event: 'send-contradicted',
    requestId: 'r1',
    traceId: 't1',
    tenant: 'shop',
    what: 'it was accepted, and a newer send holds its key',
  });
  await store.close();
});

describe('a record of sends whose keys are of tenants that are not listed', () => {
  let directory: string;
  let lines: Record<string, unknown>[];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tenants-'));
    lines = [];
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const open = (...ids: string[]): Promise<LedgerStore> => openFor(ids, true);
  const openBehindTheFirst = (...ids: string[]): Promise<LedgerStore> => openFor(ids, false);
  const openFor = (ids: readonly string[], isFirst: boolean): Promise<LedgerStore> => {
    const config = read(routee);
    const [first] = config.tenants;
    return openSendLedger(
      { ...config, ledger: { kind: 'embedded', directory }, tenants: ids.map((id) => ({ ...first!, id })) },
      createLog('info', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
      { contradicted: () => undefined },
      { isFirst },
    );
  };

  async function send(store: LedgerStore, tenant: string): Promise<void> {
    const ledger = store.forTenant(tenant);
    const bound = await ledger.bind({ key: 'k', kind: 'VIBER_MESSAGE', input: inputOf('a'), scheduledAt: null });
    if (bound.isNew) await ledger.accept(bound.send.id, { vendorId: 'v', receipt: {} });
  }

  async function sent(...tenants: string[]): Promise<void> {
    const store = await open(...tenants);
    for (const tenant of tenants) await send(store, tenant);
    await store.close();
  }

  test('refuses a start where nothing is of a listed tenant, which may be one under a new id, and names the former default', async () => {
    await sent('default');
    await expect(open('shop')).rejects.toThrow(
      /^TENANTS_FILE: the record of sends has 1 idempotency keys that answer until .*Z, all of tenants that are not listed \(default, the tenant without a file\), and nothing of shop\. .* Another deployment needs a DATA_DIR or Redis database of its own$/,
    );
    await (await open('shop', 'default')).close();
    expect(lines).toEqual([]);
  });

  test('says how many of them need a person first', async () => {
    const store = await open('former');
    await store.forTenant('former').bind({ key: 'k', kind: 'VIBER_MESSAGE', input: inputOf('a'), scheduledAt: null });
    await store.close();
    await expect(open('a', 'b', 'c', 'd')).rejects.toThrow(
      /\(1 of sends without a known outcome: reconcile them under the former id\), all of tenants that are not listed, and nothing of a, b, c and 1 more\./,
    );
  });

  test('is one warning where a listed tenant has sent, with those that have not', async () => {
    await sent('shop', 'gone');
    await (await open('shop', 'new')).close();
    expect(lines).toMatchObject([
      { level: 'warn', event: 'ledger-unlisted-tenants', keys: 1, open: 0, withoutSends: 'new' },
    ]);
  });

  test('keeps no worker from starting behind the first of its instance, and is no second warning', async () => {
    await sent('default');
    const store = await openBehindTheFirst('shop');
    expect(store.state()).toBe('up');
    await store.close();
    await sent('default', 'other');
    await (await openBehindTheFirst('other', 'new')).close();
    expect(lines).toEqual([]);
  });

  test('is free for another start after the refusal', async () => {
    await sent('default');
    await expect(open('shop')).rejects.toThrow('TENANTS_FILE');
    const store = await open('default');
    const bound = await store
      .forTenant('default')
      .bind({ key: 'k', kind: 'VIBER_MESSAGE', input: inputOf('a'), scheduledAt: null });
    expect(bound.isNew).toBe(false);
    await store.close();
  });
});

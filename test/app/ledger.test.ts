import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { openSendLedger } from '../../src/app/ledger.js';
import { createLog } from '../../src/server/observability/log.js';
import type { Trace } from '../../src/trace.js';
import { read, routee } from '../config/reading.js';
import { inputOf } from '../sends/keyed-ledger.js';

test('the line of a send that is contradicted names the request that told it', async () => {
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

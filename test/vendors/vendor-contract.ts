import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Operation } from '../../src/operation.js';
import type { Clock } from '../../src/clock.js';
import { fakeClock } from '../support/fake-clock.js';
import { rejection } from './rejection.js';
import { startVendorStub, type VendorStub } from './vendor-stub.js';

export interface ReadUnderTest {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Null when nothing of the caller's stands in the path. */
  readonly path: (segment: string) => string;
  readonly isLookup: boolean;
  /** Whether its value does not say when the vendor reported it. */
  readonly isUndated?: true;
  /** JSON that is no answer to this read. */
  readonly wrongShapes: readonly unknown[];
  /** The largest answer, bytes. */
  readonly maxBytes: number;
  answer(id: string): unknown;
}

export interface VendorUnderTest<Client extends { close(): Promise<void> }> {
  readonly vendor: string;
  /** Whether a refused authorization can be renewed. */
  readonly isRenewed: boolean;
  readonly authorization: string;
  create(url: string, clock?: Clock): Client;
  readonly reads: readonly (ReadUnderTest & {
    run(client: Client, id: string, operation: Operation): Promise<unknown>;
  })[];
}

/** What every read of every vendor does. */
export function describeVendorContract<Client extends { close(): Promise<void> }>(
  subject: VendorUnderTest<Client>,
): void {
  const { vendor, isRenewed } = subject;

  describe.each(subject.reads.map((read) => [read.name, read] as const))('%s', (_name, read) => {
    let stub: VendorStub;
    let client: Client;
    const run = async (id = 'id-1') => read.run(client, id, new Operation());
    const failure = (id?: string) => rejection(run(id));

    beforeEach(async () => {
      stub = await startVendorStub();
      client = subject.create(stub.url);
    });
    afterEach(async () => {
      await client.close();
      await stub.close();
    });

    it('asks once, with its method, path and authorization, for JSON', async () => {
      stub.answer({ body: read.answer('id-1') });
      const operation = new Operation();
      expect(await read.run(client, 'id-1', operation)).not.toBeNull();
      expect(stub.requests).toHaveLength(1);
      expect(stub.requests[0]).toMatchObject({
        method: read.method,
        path: read.path('id-1'),
        headers: { accept: expect.stringContaining('application/json'), authorization: subject.authorization },
      });
      expect(operation.requests).toMatchObject([{ vendor, method: read.method, status: 200 }]);
      expect(operation.requests[0]?.route).not.toContain('id-1');
    });

    it('puts any id into one segment of the path', async () => {
      const id = 'a/../b?c=d#e%2F é+&🙂';
      stub.answer({ body: read.answer(id) });
      await run(id);
      expect(stub.requests[0]?.path).toBe(read.path(encodeURIComponent(id)));
    });

    if (!read.isUndated) {
      it('gives the time of the answer as asOf', async () => {
        const clock = fakeClock();
        const timed = subject.create(stub.url, { ...clock, wallTime: () => Date.UTC(2026, 4, 5, 15) });
        stub.answer({ body: read.answer('id-1') });
        try {
          const answer = await read.run(timed, 'id-1', new Operation());
          expect(answer).toMatchObject({ asOf: '2026-05-05T15:00:00.000Z' });
        } finally {
          await timed.close();
        }
      });
    }

    if (read.isLookup) {
      it.each([
        ['JSON', { code: '404000000', error_code: 1, developerMessage: 'none' }],
        ['HTML', '<h1>Not Found</h1>'],
        ['nothing', ''],
      ])('is null under 404 with %s', async (_what, body) => {
        stub.answer({ status: 404, body });
        expect(await run()).toBeNull();
      });

      it.each(['', '.', '..', 'x'.repeat(257), '\ud800'])(
        'refuses an id that is no path segment before any call',
        async (id) => {
          expect(await failure(id)).toMatchObject({ code: 'BAD_USER_INPUT' });
          expect(stub.requests).toHaveLength(0);
        },
      );
    }

    it.each([
      [401, 'UPSTREAM_UNAUTHENTICATED'],
      [403, 'UPSTREAM_FORBIDDEN'],
    ])('reports a %i that persists', async (status, code) => {
      stub.answer({ status, body: { error: 'refused', message: 'refused' } });
      expect(await failure()).toMatchObject({ code, category: 'UNAVAILABLE', vendor, vendorStatus: status });
      expect(stub.requests).toHaveLength(isRenewed ? 2 : 1);
    });

    it('passes on how long a vendor that is asked too often wants to rest', async () => {
      stub.answer({ status: 429, headers: { 'retry-after': '7' }, body: '' });
      expect(await failure()).toMatchObject({
        code: 'UPSTREAM_RATE_LIMITED',
        vendor,
        vendorStatus: 429,
        retryAfterSeconds: 7,
      });
    });

    it.each([
      ['HTML', '<html><body>Internal error of 10.0.0.1</body></html>'],
      ['nothing', ''],
      ['JSON', { code: '500000000', developerMessage: 'secret' }],
    ])('reports a 500 with %s as a failure of the vendor, without its text', async (_what, body) => {
      stub.answer({ status: 500, body });
      const reported = await failure();
      expect(reported).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', vendor, vendorStatus: 500 });
      expect(JSON.stringify(reported)).not.toMatch(/10\.0\.0\.1|secret/);
    });

    it.each([
      ['nothing', ''],
      ['HTML', '<html>Welcome to the hotel</html>'],
      ['half of it', '{"trackingId": "id-1", "sta'],
    ])('cannot read %s under 200', async (_what, body) => {
      stub.answer({ body });
      expect(await failure()).toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE', vendor, vendorStatus: 200 });
    });

    it('cannot read an answer that is cut off', async () => {
      stub.answer({ body: read.answer('id-1'), isCutOff: true });
      expect(['UPSTREAM_BAD_RESPONSE', 'UPSTREAM_UNAVAILABLE']).toContain((await failure()).code);
    });

    it('cannot read an answer that is too large', async () => {
      stub.answer({ body: ' '.repeat(read.maxBytes + 1) });
      expect(await failure()).toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE', vendor });
    });

    it.each([null, true, 7, 'text', [], {}, { content: 'none' }, ...read.wrongShapes])(
      'cannot read %j',
      async (body) => {
        stub.answer({ body: JSON.stringify(body) });
        expect(await failure()).toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE', vendor, vendorStatus: 200 });
      },
    );

    it('does not follow a redirect', async () => {
      stub.answer({ status: 302, headers: { location: `${stub.url}/elsewhere` }, body: '' });
      expect(await failure()).toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 302 });
      expect(stub.requests).toHaveLength(1);
    });
  });
}

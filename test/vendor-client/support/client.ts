import {
  createVendorClient,
  type TenantVendorClient,
  type VendorClientOptions,
} from '../../../src/vendor-client/create-vendor-client.js';
import { MessagingError } from '../../../src/errors/error.js';
import type {
  Authorization,
  VendorRead,
  VendorRequest,
  VendorEvent,
} from '../../../src/vendor-client/vendor-client.js';
import { closedAfterwards } from './peer.js';

export const noRenewal: Authorization = { header: () => Promise.resolve('Bearer t'), renew: null };

export function clientOf(options: Partial<VendorClientOptions> = {}): TenantVendorClient & { events: VendorEvent[] } {
  const events: VendorEvent[] = [];
  const client = createVendorClient({
    vendor: 'ROUTEE',
    authorization: noRenewal,
    timeoutMs: 60_000,
    sendTimeoutMs: 60_000,
    concurrency: 16,
    cacheBytes: 0,
    random: () => 0,
    observe: (event) => events.push(event),
    ...options,
  });
  closedAfterwards(() => client.close());
  return { ...client, events };
}

export const textOf = (url: string, more: Partial<VendorRead<string>> = {}): VendorRead<string> => ({
  method: 'GET',
  route: '/things/{id}',
  url,
  maxBytes: 1024 * 1024,
  interpret: ({ status, body }) => `${status} ${body}`,
  ...more,
});

export const sendTo = (url: string): VendorRequest => ({
  method: 'POST',
  route: '/send',
  url,
  headers: { 'content-type': 'application/json' },
  body: '{"to":"+306900000000"}',
});

/** The MessagingError that a promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<MessagingError> {
  const outcome = await promise.then(
    (value) => new Error(`no failure but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof MessagingError) return outcome;
  throw outcome;
}

/** A promise and its ends. */
export function deferred<Value>(): {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: Value) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

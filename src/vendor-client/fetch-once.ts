import { systemClock, type Clock } from '../clock.js';
import { exchange, type Outcome } from './exchange.js';
import { Fault } from './fault.js';
import { gotTransport } from './got-transport.js';
import type { Vendor, VendorAnswer, VendorRequest, Observe } from './vendor-client.js';

export interface FetchOnceOptions {
  /** On the clock of `performance.now()`, milliseconds. */
  readonly deadline: number;
  /** Named in errors and events. */
  readonly vendor?: Vendor;
  readonly observe?: Observe;
  readonly clock?: Clock;
}

/** Of an answer, bytes. */
const MAX_BYTES = 1024 * 1024;

/**
 * One request outside of any client, such as for a token: no retry, no redirect, a connection of its own.
 * @throws MessagingError UPSTREAM_UNAVAILABLE, UPSTREAM_TIMEOUT, UPSTREAM_BAD_RESPONSE; any status is an answer
 */
export async function fetchOnce(request: VendorRequest, options: FetchOnceOptions): Promise<VendorAnswer> {
  const { deadline, vendor, observe, clock = systemClock } = options;
  const { method, url, headers = {}, body } = request;
  const started = clock.now();
  const record = (status: number | null, fault: Fault | null): void => {
    if (!observe || !vendor) return;
    const milliseconds = Math.round((clock.now() - started) * 10) / 10;
    const report = { vendor, method, route: request.route, status, milliseconds };
    const { origin } = new URL(url);
    observe({ type: 'REQUEST', kind: 'TOKEN', request: report, origin, fault: fault?.kind ?? null, code: fault?.code });
  };
  const outcome = await new Promise<Outcome>((ended) =>
    exchange(gotTransport, clock, { method, url, headers, body }, deadline - started, MAX_BYTES, { ended }),
  );
  if (!(outcome instanceof Error)) {
    record(outcome.status, null);
    return outcome;
  }
  if (!(outcome instanceof Fault)) throw outcome;
  record(null, outcome);
  throw outcome.toMessagingError(vendor);
}

/** A POST of a form, as token endpoints want it. */
export function postForm(
  request: Pick<VendorRequest, 'route' | 'url' | 'headers'> & { readonly form: Readonly<Record<string, string>> },
  options: FetchOnceOptions,
): Promise<VendorAnswer> {
  const { form, headers, ...rest } = request;
  return fetchOnce(
    {
      ...rest,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    },
    options,
  );
}

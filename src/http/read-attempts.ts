import type { Authorized } from './authorized.js';
import { Fault } from './fault.js';
import type { RetryBudget } from './retry-budget.js';
import { retryDelay } from './retry-rule.js';
import type { Transport } from './transport.js';
import type { VendorAnswer, VendorRead, VendorRequest } from './vendor-client.js';
import type { VendorCall } from './vendor-call.js';
import { sleep } from './wait.js';

/** What all reads of one client share on their way out. */
export interface ReadRoad {
  readonly authorized: Authorized;
  readonly budget: RetryBudget;
  readonly transport: Transport;
}

/**
 * One read with its retries, all within one deadline.
 * @param once for a probe: a circuit that is open asks one request, not three
 * @throws Fault, or the authorization's error
 */
export async function attemptRead(
  { authorized, budget, transport }: ReadRoad,
  read: Pick<VendorRead<never>, keyof VendorRequest | 'maxBytes'>,
  call: VendorCall,
  deadline: number,
  once: boolean,
): Promise<VendorAnswer> {
  const ask = (header: string): Promise<VendorAnswer> => call.request(transport, read, header, deadline, read.maxBytes);
  const mayRepeat = (): boolean => call.payForRepeat();
  budget.countCall();
  for (let retries = 0; ; retries++) {
    const outcome = await authorized.ask(deadline, ask, mayRepeat).catch(faultOnly);
    const delay = once
      ? null
      : retryDelay({
          outcome,
          retries,
          remainingMs: deadline - performance.now(),
          isAffordable: () => budget.take() && call.payForRepeat(),
          random: Math.random,
        });
    if (delay !== null) await sleep(delay);
    else if (outcome instanceof Fault) throw outcome;
    else return outcome;
  }
}

function faultOnly(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}

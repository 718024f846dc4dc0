import type { Violation } from '../../errors/error.js';
import type { SendKind } from '../send/send.type.js';
import { violation } from './text.rules.js';

/** Where vendors report what becomes of the sends of a tenant. The addresses are secret. */
export interface SendCallbacks {
  /** Of one send at a vendor; null while this server has no address that vendors reach. */
  addressOf(vendor: string, send: { readonly id: string; readonly kind: SendKind }): string | null;
  /** Whether an address is this server's own, however it is written. */
  isOwn(url: string): boolean;
}

/** The members in which callers name where vendors call. */
const URL_MEMBERS: ReadonlySet<string> = new Set(['statusCallbackUrl', 'inboundCallbackUrl']);

/** Addresses of callers below this server's own: it alone gives those out. */
export function ownAddressViolations(
  callbacks: SendCallbacks | null,
  value: unknown,
  path: readonly (string | number)[] = ['input'],
): Violation[] {
  if (callbacks === null || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const inner = [...path, Array.isArray(value) ? Number(name) : name];
    if (URL_MEMBERS.has(name) && typeof member === 'string' && callbacks.isOwn(member))
      return [violation(inner, 'an address of this server is not allowed; leave it out to be called back here')];
    return ownAddressViolations(callbacks, member, inner);
  });
}

interface CalledInput {
  readonly statusCallbackUrl?: string | null;
}

/** The input as it is sent: with the address of its send where the caller named none. Flows report every step. */
export function withCallback<Input extends CalledInput>(input: Input, kind: SendKind, address: string | null): Input {
  if (address === null || input.statusCallbackUrl != null) return input;
  const strategy = kind === 'FAILOVER_FLOW' ? { statusCallbackStrategy: 'ON_STEP' } : {};
  return { ...input, statusCallbackUrl: address, ...strategy };
}

/** An answer without this server's own address, which the vendor repeats: nobody is shown it, and it is not recorded. */
export function withoutAddress<Receipt extends object>(receipt: Receipt, callbacks: SendCallbacks | null): Receipt {
  if (callbacks === null || !('statusCallbackUrl' in receipt) || typeof receipt.statusCallbackUrl !== 'string')
    return receipt;
  return callbacks.isOwn(receipt.statusCallbackUrl) ? { ...receipt, statusCallbackUrl: null } : receipt;
}

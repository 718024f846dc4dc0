import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import type { CallerRates } from '../../config/config.type.js';
import { type Scope, SCOPES } from '../../graph/context.js';
import { type Caller, createCaller, type Identify, type TenantService } from './caller.js';

const EVERYTHING: ReadonlySet<Scope> = new Set(SCOPES);
const MAX_ADDRESSES = 10_000;

/** Every caller may do everything, as the one tenant. A caller is an address; headers of proxies are not read. */
export function createOpenAccess(service: TenantService, rates: CallerRates): Identify {
  const hasRates = rates.operationsPerMinute !== null || rates.upstreamCallsPerMinute !== null;
  const sharing = hasRates ? {} : { joinGroup: 'everyone' };
  const callerAt = (ip: string): Caller =>
    createCaller({ service, credential: `address:${networkOf(ip)}`, scopes: EVERYTHING, rates, ...sharing });
  const callers = new LRUCache<string, Caller>({ max: MAX_ADDRESSES });
  return ({ ip }) => {
    const known = callers.get(ip);
    if (known) return known;
    const caller = callerAt(ip);
    callers.set(ip, caller);
    return caller;
  };
}

/** One customer has a whole /64 of IPv6 addresses. */
function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6
    ? `${address.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')}::/64`
    : address.toString();
}

import type { Config } from '../config/config.type.js';
import { isLoopback } from '../config/loopback.js';
import { createOpenAccess } from '../server/auth/open-access.js';
import { createTenantAccess } from '../server/auth/tenant-access.js';
import type { Identify, TenantService } from '../server/caller.js';
import { isLocalHost } from '../server/host.js';

/** Who is let in, and under which names of this machine. */
export interface Access {
  readonly identify: Identify;
  readonly allowsHost: (host: string | undefined) => boolean;
}

/** @param services of the tenants of the settings, in their order */
export function createAccess({ auth, tenants, rates, listen }: Config, services: readonly TenantService[]): Access {
  if (auth.mode === 'none') {
    return {
      identify: createOpenAccess(services[0]!, rates),
      allowsHost: isLoopback(listen.host) ? isLocalHost : () => true,
    };
  }
  return {
    identify: createTenantAccess({
      tenants: services.map((service, index) => ({ service, keys: tenants[index]!.keys })),
      jwt: auth.jwt,
      tokenRates: rates,
    }),
    allowsHost: () => true,
  };
}

import type { Config } from '../config/config.type.js';
import { isLoopback } from '../loopback.js';
import { createOpenAccess } from '../server/auth/open-access.js';
import type { Identify, TenantService } from '../server/auth/caller.js';
import { isLocalHost } from '../server/http/cross-site.js';
import type { Log } from '../server/observability/log.js';

/** Who is let in, and under which names of this machine. */
export interface Access {
  readonly identify: Identify;
  readonly allowsHost: (host: string | undefined) => boolean;
  /** Whether the last load of the issuer's keys succeeded; true where there was none. */
  readonly jwksUp: () => boolean;
}

/** @param services of the tenants of the settings, in their order */
export async function createAccess(
  { auth, tenants, rates, listen }: Config,
  services: readonly TenantService[],
  log: Log,
): Promise<Access> {
  if (auth.mode === 'none') {
    return {
      identify: createOpenAccess(services[0]!, rates),
      allowsHost: isLoopback(listen.host) ? isLocalHost : () => true,
      jwksUp: () => true,
    };
  }
  let jwksUp = true;
  const { createTenantAccess } = await import('../server/auth/tenant-access.js');
  return {
    identify: await createTenantAccess({
      tenants: services.map((service, index) => ({ service, keys: tenants[index]!.keys })),
      jwt: auth.jwt,
      tokenRates: rates,
      onKeysChange(cause) {
        jwksUp = cause === null;
        if (jwksUp) log.info({ event: 'jwks-reachable' });
        else log.error({ event: 'jwks-unreachable', cause });
      },
    }),
    allowsHost: () => true,
    jwksUp: () => jwksUp,
  };
}

import { z } from 'zod';
import type { TenantConfig } from './config.type.js';
import type { Given, Settings } from './settings.js';
import { anyText, baseAddress, basicUser } from './text-value.js';

const expected = (what: string) => ({
  error: (issue: { readonly code?: string; readonly input?: unknown }) => {
    if (issue.code === 'unrecognized_keys') return undefined; // told by the members' names
    return issue.input === undefined ? 'is missing' : `must be ${what}`;
  },
});

const listOf = <Item extends z.ZodType>(item: Item, what: string) => z.array(item, expected(what));

const tenantId = z
  .string(expected('a text'))
  .regex(/^[a-z\d][\w.-]{0,63}$/i, { error: 'must be 1 to 64 letters, digits, points, dashes and underscores' });

const scope = z.enum(['read', 'read:recipients', 'send'], { error: 'must be read, read:recipients or send' });

const perMinute = z.int({ error: 'must be a whole number' }).min(1, { error: 'must be at least 1' });

const keySchema = (settings: Settings) =>
  z
    .strictObject(
      {
        name: anyText.optional(),
        sha256: z
          .string(expected('a text'))
          .regex(/^[\da-f]{64}$/i, { error: 'must be the SHA-256 of the key, 64 hexadecimal digits' })
          .toLowerCase(),
        scopes: listOf(scope, 'a list of scopes')
          .min(1, { error: 'must name at least one of read, read:recipients and send' })
          .transform((scopes) => [...new Set(scopes)]),
        operationsPerMinute: perMinute.optional(),
        upstreamCallsPerMinute: perMinute.optional(),
      },
      expected('{ "sha256": …, "scopes": … }'),
    )
    .transform(({ name, sha256, scopes, operationsPerMinute, upstreamCallsPerMinute }) => ({
      name: name ?? null,
      sha256,
      scopes,
      rates: {
        operationsPerMinute: operationsPerMinute ?? settings.RATE_OPERATIONS_PER_MINUTE,
        upstreamCallsPerMinute: upstreamCallsPerMinute ?? settings.RATE_UPSTREAM_CALLS_PER_MINUTE,
      },
    }));

/** What TENANTS_FILE holds. Secrets are in the environment, so that the file may be shown and kept beside the program. */
export function createTenantsSchema(given: Given, settings: Settings): z.ZodType<TenantConfig[]> {
  const secret = z
    .strictObject(
      {
        env: z
          .string(expected('the name of a variable'))
          .refine((name) => Object.hasOwn(given, name), { error: 'must name a variable that is set', abort: true })
          .refine((name) => anyText.safeParse(given[name]).success, {
            error: 'must name a variable whose value has no white space at its ends and no line end in it',
          }),
      },
      expected('{ "env": "NAME" }: secrets are not written into the file'),
    )
    .transform(({ env }) => given[env] ?? '');

  const routee = z.strictObject(
    {
      applicationId: basicUser,
      applicationSecret: secret,
      apiUrl: baseAddress.prefault(settings.ROUTEE_API_URL),
      authUrl: baseAddress.prefault(settings.ROUTEE_AUTH_URL),
    },
    expected('{ "applicationId": …, "applicationSecret": { "env": "NAME" } }'),
  );

  const gms = z.strictObject(
    {
      reportUrl: settings.GMS_REPORT_URL === null ? baseAddress : baseAddress.prefault(settings.GMS_REPORT_URL),
      clientId: anyText,
      login: basicUser,
      password: secret,
    },
    expected('{ "reportUrl": …, "clientId": …, "login": …, "password": { "env": "NAME" } }'),
  );

  const tenant = z
    .strictObject(
      {
        id: tenantId,
        routee: routee.optional(),
        gms: gms.optional(),
        keys: listOf(keySchema(settings), 'a list of keys').prefault([]),
      },
      expected('{ "id": …, "routee": …, "gms": …, "keys": … }'),
    )
    .transform((read) => ({ ...read, routee: read.routee ?? null, gms: read.gms ?? null }));

  return listOf(tenant, 'a list of tenants').min(1, { error: 'must hold at least one tenant' });
}

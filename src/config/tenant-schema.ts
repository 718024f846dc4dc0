import { z } from 'zod';
import type { Account, Vendor } from '../vendors/vendor.js';
import type { TenantConfig } from './config.type.js';
import type { SettingTexts, Settings } from './settings.js';
import { anyText, baseAddress, basicUser, isQuoted, pathPart } from './text-value.js';
import type { VendorValues, VendorVariable, VendorVariables } from './vendor-settings.js';

const expected = (what: string) => ({
  error: (issue: { readonly code?: string; readonly input?: unknown }) => {
    if (issue.code === 'unrecognized_keys') return undefined; // reported with the members' names
    return issue.input === undefined ? 'is missing' : `must be ${what}`;
  },
});

const listOf = <Item extends z.ZodType>(item: Item, what: string) => z.array(item, expected(what));

const tenantId = z.string(expected('a text')).regex(/^[a-z\d][\w.-]{0,63}$/i, {
  error: 'must be 1 to 64 letters, digits, points, dashes and underscores, the first a letter or digit',
});

const scope = z.enum(['read', 'read:recipients', 'send', 'send:reconcile'], {
  error: 'must be read, read:recipients, send or send:reconcile',
});

const perMinute = z.int({ error: 'must be a whole number' }).min(1, { error: 'must be at least 1' });

/** At once; 0 for none. */
const subscriptions = z
  .int({ error: 'must be a whole number' })
  .min(0, { error: 'must be at least 0' })
  .max(1_000_000, { error: 'must be at most 1000000' });

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
          .min(1, { error: 'must name at least one of read, read:recipients, send and send:reconcile' })
          .transform((scopes) => [...new Set(scopes)]),
        operationsPerMinute: perMinute.optional(),
        upstreamCallsPerMinute: perMinute.optional(),
        subscriptions: subscriptions.optional(),
      },
      expected('{ "sha256": …, "scopes": … }'),
    )
    .transform(({ name, sha256, scopes, operationsPerMinute, upstreamCallsPerMinute, subscriptions: most }) => ({
      name: name ?? null,
      sha256,
      scopes,
      rates: {
        operationsPerMinute: operationsPerMinute ?? settings.RATE_OPERATIONS_PER_MINUTE,
        upstreamCallsPerMinute: upstreamCallsPerMinute ?? settings.RATE_UPSTREAM_CALLS_PER_MINUTE,
      },
      subscriptions: most ?? null,
    }));

/** The member of a tenant that is its account at a vendor: `routee` for ROUTEE. */
export const tenantMember = ({ name }: Vendor): string => name.toLowerCase();

/** The content of TENANTS_FILE. Secrets are in the environment, so that the file can be committed. */
export function createTenantsSchema(
  given: SettingTexts,
  settings: Settings,
  vendors: readonly VendorVariables[],
  values: VendorValues,
): z.ZodType<TenantConfig[]> {
  const secret = z
    .strictObject(
      {
        env: z
          .string(expected('the name of a variable'))
          .refine((name) => Object.hasOwn(given, name), { error: 'must name a variable that is set', abort: true })
          .refine((name) => anyText.safeParse(given[name]).success, {
            error: 'must name a variable whose value has no white space at its ends and no line end in it',
          })
          .refine((name) => !isQuoted(given[name] ?? ''), {
            error: 'must name a variable whose value has no quotes around it, which docker run --env-file keeps',
          }),
      },
      expected('{ "env": "NAME" }: secrets are not written into the file'),
    )
    .transform(({ env }) => given[env] ?? '');

  function memberSchema({ name, kind }: VendorVariable): z.ZodType<string> {
    if (kind === 'SECRET') return secret;
    if (kind === 'TEXT') return anyText;
    if (kind === 'SEGMENT') return pathPart;
    if (kind === 'USER') return basicUser;
    const defaultText = values[name];
    return typeof defaultText === 'string' ? baseAddress.prefault(defaultText) : baseAddress;
  }

  function accountSchema({ all, needed }: VendorVariables): z.ZodType<Account> {
    const members = all.filter(({ kind }) => kind !== 'COUNT');
    const example = members
      .filter(({ name }) => needed.includes(name))
      .map(({ member, kind }) => `"${member}": ${kind === 'SECRET' ? '{ "env": "NAME" }' : '…'}`);
    return z.strictObject(
      Object.fromEntries(members.map((variable) => [variable.member, memberSchema(variable)])),
      expected(`{ ${example.join(', ')} }`),
    );
  }

  const accounts = Object.fromEntries(
    vendors.map((variables) => [tenantMember(variables.vendor), accountSchema(variables).optional()]),
  );
  const names = ['id', ...Object.keys(accounts), 'keys'];
  const tenant = z
    .strictObject(
      { id: tenantId, ...accounts, keys: listOf(keySchema(settings), 'a list of keys').prefault([]) },
      expected(`{ ${names.map((name) => `"${name}": …`).join(', ')} }`),
    )
    .transform(({ id, keys, ...others }): TenantConfig => ({ id, accounts: accountsOf(others), keys }));

  function accountsOf(others: Readonly<Record<string, unknown>>): TenantConfig['accounts'] {
    const read = vendors.flatMap(({ vendor }) => {
      const account = others[tenantMember(vendor)] as Account | undefined;
      return account === undefined ? [] : [[vendor.name, account] as const];
    });
    return Object.fromEntries(read);
  }

  return listOf(tenant, 'a list of tenants').min(1, { error: 'must hold at least one tenant' });
}

import { z } from 'zod';
import type { TenantConfig } from './config.type.js';
import type { Mistakes } from './mistakes.js';
import type { SettingTexts, Settings } from './settings.js';
import { createTenantsSchema, tenantMember } from './tenant-schema.js';
import type { VendorValues, VendorVariables } from './vendor-settings.js';

export interface TenantsRules {
  readonly sandbox: boolean;
  readonly hasJwt: boolean;
  readonly vendors: readonly VendorVariables[];
  readonly values: VendorValues;
}

/**
 * @param content the file's JSON
 * @returns no tenants where there are mistakes
 */
export function readTenants(
  content: unknown,
  given: SettingTexts,
  settings: Settings,
  rules: TenantsRules,
  mistakes: Mistakes,
): TenantConfig[] {
  const { vendors, values, sandbox } = rules;
  const members = vendors.map(({ vendor }) => tenantMember(vendor));
  const outcome = createTenantsSchema(given, settings, vendors, values).safeParse(content);
  for (const issue of outcome.error?.issues ?? []) {
    const text = issue.code === 'unrecognized_keys' ? `has unknown members: ${issue.keys.join(', ')}` : issue.message;
    report(issue.path, text, mistakes);
  }
  const outlines = outlineOf(content, members);
  outlines.forEach((outline, index) => checkAccounts(outline, index, { sandbox, members }, mistakes));
  if (!rules.hasJwt) outlines.forEach((outline, index) => checkKeys(outline, index, mistakes));
  checkUnique(
    outlines.map(({ id }, index) => ({ path: [index, 'id'], value: id })),
    mistakes,
  );
  checkUnique(
    outlines.flatMap(({ digests }, index) =>
      digests.map((value, key) => ({ path: [index, 'keys', key, 'sha256'], value })),
    ),
    mistakes,
  );
  return outcome.data ?? [];
}

function checkAccounts(
  { hasVendor }: TenantOutline,
  index: number,
  { sandbox, members }: { readonly sandbox: boolean; readonly members: readonly string[] },
  mistakes: Mistakes,
): void {
  const names = members.join(', ');
  if (sandbox && hasVendor)
    report([index], `must have none of ${names} with SANDBOX=on, which simulates every vendor`, mistakes);
  if (!sandbox && !hasVendor) report([index], `must have at least one of ${names}`, mistakes);
}

function checkKeys({ hasKeys }: TenantOutline, index: number, mistakes: Mistakes): void {
  if (!hasKeys)
    report(
      [index, 'keys'],
      'must hold a key: without one, and without JWT settings, no caller can use this tenant',
      mistakes,
    );
}

/** The message names the other place, not the value. */
function checkUnique(
  all: readonly { readonly path: readonly PropertyKey[]; readonly value: string | null }[],
  mistakes: Mistakes,
): void {
  const first = new Map<string, readonly PropertyKey[]>();
  for (const { path, value } of all) {
    if (value === null) continue;
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, path);
    else report(path, `is the same as ${written(earlier)}; each must be different`, mistakes);
  }
}

function report(path: readonly PropertyKey[], text: string, mistakes: Mistakes): void {
  mistakes.add('TENANTS_FILE', path.length === 0 ? `the file ${text}` : `${written(path)} ${text}`);
}

/** `[0].keys[1].sha256` */
function written(path: readonly PropertyKey[]): string {
  return path
    .map((step, depth) => (typeof step === 'number' ? `[${step}]` : `${depth === 0 ? '' : '.'}${String(step)}`))
    .join('');
}

/** What the rules across tenants need, readable also where another member of a tenant is wrong. */
interface TenantOutline {
  readonly id: string | null;
  readonly hasVendor: boolean;
  readonly hasKeys: boolean;
  readonly digests: readonly (string | null)[];
}

const digest = z
  .object({ sha256: z.string().toLowerCase() })
  .transform(({ sha256 }) => sha256)
  .nullable()
  .catch(null);

const outlineWith = (vendorMembers: readonly string[]) =>
  z
    .looseObject({
      id: z.string().nullable().catch(null),
      keys: z.array(digest).nullable().catch(null),
    })
    .transform(({ id, keys, ...others }): TenantOutline => ({
      id,
      hasVendor: vendorMembers.some((member) => others[member] !== undefined),
      hasKeys: keys !== null && keys.length > 0,
      digests: keys ?? [],
    }))
    // not an object: the schema reports it
    .catch({ id: null, hasVendor: true, hasKeys: true, digests: [] });

/** @param vendorMembers the members of a tenant that are accounts */
const outlineOf = (content: unknown, vendorMembers: readonly string[]): readonly TenantOutline[] =>
  z.array(outlineWith(vendorMembers)).catch([]).parse(content);

/** The variables that the file refers to for its secrets, also where it has mistakes. */
export function referencesOf(content: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  JSON.stringify(content, (name: string, value: unknown) => {
    if (name === 'env' && typeof value === 'string') found.add(value);
    return value;
  });
  return found;
}

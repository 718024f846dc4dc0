import type { TenantConfig } from './config.type.js';
import type { Mistakes } from './mistakes.js';
import type { Given, Settings } from './settings.js';
import { createTenantsSchema, tenantMember } from './tenant-schema.js';
import { outlineOf, type TenantOutline } from './tenant-outline.js';
import type { VendorValues, VendorVariables } from './vendor-settings.js';

export interface TenantsRules {
  readonly sandbox: boolean;
  readonly hasJwt: boolean;
  readonly vendors: readonly VendorVariables[];
  readonly values: VendorValues;
}

/**
 * @param content the file's JSON
 * @returns no tenants when there are mistakes, which are told
 */
export function readTenants(
  content: unknown,
  given: Given,
  settings: Settings,
  rules: TenantsRules,
  mistakes: Mistakes,
): TenantConfig[] {
  const { vendors, values, sandbox } = rules;
  const members = vendors.map(({ vendor }) => tenantMember(vendor));
  const outcome = createTenantsSchema(given, settings, vendors, values).safeParse(content);
  for (const issue of outcome.error?.issues ?? []) {
    const text = issue.code === 'unrecognized_keys' ? `has unknown members: ${issue.keys.join(', ')}` : issue.message;
    tell(issue.path, text, mistakes);
  }
  const outlines = outlineOf(content, members);
  outlines.forEach((outline, index) => tellVendors(outline, index, { sandbox, members }, mistakes));
  if (!rules.hasJwt) outlines.forEach((outline, index) => tellUnreachable(outline, index, mistakes));
  tellRepeated(
    outlines.map(({ id }, index) => ({ path: [index, 'id'], value: id })),
    mistakes,
  );
  tellRepeated(
    outlines.flatMap(({ digests }, index) =>
      digests.map((value, key) => ({ path: [index, 'keys', key, 'sha256'], value })),
    ),
    mistakes,
  );
  return outcome.data ?? [];
}

function tellVendors(
  { hasVendor }: TenantOutline,
  index: number,
  { sandbox, members }: { readonly sandbox: boolean; readonly members: readonly string[] },
  mistakes: Mistakes,
): void {
  const names = members.join(', ');
  if (sandbox && hasVendor) tell([index], `must have none of ${names} while SANDBOX=on makes them up`, mistakes);
  if (!sandbox && !hasVendor) tell([index], `must have at least one of ${names}`, mistakes);
}

function tellUnreachable({ hasKeys }: TenantOutline, index: number, mistakes: Mistakes): void {
  if (!hasKeys)
    tell(
      [index, 'keys'],
      'must hold a key: without one, and without JWT settings, nobody can call as this tenant',
      mistakes,
    );
}

/** By place, not by value. */
function tellRepeated(
  all: readonly { readonly path: readonly PropertyKey[]; readonly value: string | null }[],
  mistakes: Mistakes,
): void {
  const first = new Map<string, readonly PropertyKey[]>();
  for (const { path, value } of all) {
    if (value === null) continue;
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, path);
    else tell(path, `is the same as ${written(earlier)}; no two may be`, mistakes);
  }
}

function tell(path: readonly PropertyKey[], text: string, mistakes: Mistakes): void {
  mistakes.add('TENANTS_FILE', path.length === 0 ? `the file ${text}` : `${written(path)} ${text}`);
}

/** `[0].keys[1].sha256` */
function written(path: readonly PropertyKey[]): string {
  return path
    .map((step, depth) => (typeof step === 'number' ? `[${step}]` : `${depth === 0 ? '' : '.'}${String(step)}`))
    .join('');
}

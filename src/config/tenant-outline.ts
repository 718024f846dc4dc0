import { z } from 'zod';

/** What the rules between tenants look at, also where something else of a tenant is wrong. */
export interface TenantOutline {
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
    // not even an object: told as such, and nothing more
    .catch({ id: null, hasVendor: true, hasKeys: true, digests: [] });

/** @param vendorMembers the members of a tenant that are accounts */
export const outlineOf = (content: unknown, vendorMembers: readonly string[]): readonly TenantOutline[] =>
  z.array(outlineWith(vendorMembers)).catch([]).parse(content);

/** The names of the variables that hold the file's secrets, also of a file with mistakes. */
export function referencesOf(content: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  JSON.stringify(content, (name: string, value: unknown) => {
    if (name === 'env' && typeof value === 'string') found.add(value);
    return value;
  });
  return found;
}

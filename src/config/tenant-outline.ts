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

const outline = z
  .object({
    id: z.string().nullable().catch(null),
    routee: z.unknown().optional(),
    gms: z.unknown().optional(),
    keys: z.array(digest).nullable().catch(null),
  })
  .transform(({ id, routee, gms, keys }): TenantOutline => ({
    id,
    hasVendor: routee !== undefined || gms !== undefined,
    hasKeys: keys !== null && keys.length > 0,
    digests: keys ?? [],
  }))
  // not even an object: told as such, and nothing more
  .catch({ id: null, hasVendor: true, hasKeys: true, digests: [] });

export const outlineOf = (content: unknown): readonly TenantOutline[] => z.array(outline).catch([]).parse(content);

/** The names of the variables that hold the file's secrets, also of a file with mistakes. */
export function referencesOf(content: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  JSON.stringify(content, (name: string, value: unknown) => {
    if (name === 'env' && typeof value === 'string') found.add(value);
    return value;
  });
  return found;
}

import { VENDORS } from '../vendors/vendors.js';
import type { Account, Vendor } from '../vendors/vendor.js';
import type { TenantConfig } from './config.type.js';

/**
 * A warning for every account that several tenants have: whoever calls as one of them reads and cancels what the others
 * sent. An account is its members without the secret, which may have two values while it is changed.
 */
export const sharedAccounts = (
  tenants: readonly TenantConfig[],
  vendors: readonly Vendor[] = VENDORS,
): readonly string[] =>
  vendors.flatMap((vendor) => {
    const holders = new Map<string, string[]>();
    for (const { id, accounts } of tenants) {
      const account = accounts[vendor.name];
      if (account === undefined) continue;
      const name = nameOf(vendor, account);
      holders.set(name, [...(holders.get(name) ?? []), id]);
    }
    return [...holders.values()]
      .filter((ids) => ids.length > 1)
      .map((ids) => `Warning: the tenants ${listed(ids)} have the same ${vendor.title} account: ${CONSEQUENCE}`);
  });

const CONSEQUENCE = 'callers of one read and cancel what the others have there.';

const nameOf = ({ members }: Vendor, account: Account): string =>
  JSON.stringify(
    Object.entries(members)
      .filter(([, { kind }]) => kind !== 'SECRET' && kind !== 'COUNT')
      .map(([member]) => account[member]),
  );

const listed = (ids: readonly string[]): string => `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;

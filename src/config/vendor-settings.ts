import type { z } from 'zod';
import type { Account, AccountMember, Vendor } from '../vendors/vendor.js';
import type { Mistakes } from './mistakes.js';
import {
  anyText,
  baseAddress,
  basicUser,
  type SettingTexts,
  optional,
  pathPart,
  setting,
  wholeNumber,
} from './text-value.js';

/** The variables of one vendor, by the members of its account. */
export interface VendorVariables {
  readonly vendor: Vendor;
  readonly all: readonly VendorVariable[];
  /** Those without a default. */
  readonly needed: readonly string[];
}

export interface VendorVariable {
  /** `ROUTEE_API_URL` for `apiUrl`. */
  readonly name: string;
  readonly member: string;
  readonly kind: AccountMember['kind'];
  readonly schema: z.ZodType<string | number | null>;
}

export const variablesOf = (vendor: Vendor): VendorVariables => {
  const all = Object.entries(vendor.members).map(([member, about]) => ({
    name: variableOf(vendor.name, member),
    member,
    kind: about.kind,
    schema: schemaOf(about),
  }));
  const needed = all.filter(({ member }) => vendor.members[member]!.defaultText === undefined).map(({ name }) => name);
  return { vendor, all, needed };
};

const variableOf = (vendor: string, member: string): string =>
  `${vendor}_${member.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.toUpperCase();

const texts = { ADDRESS: baseAddress, SEGMENT: pathPart, TEXT: anyText, SECRET: anyText, USER: basicUser };

function schemaOf({ kind, defaultText, most, meaning }: AccountMember): z.ZodType<string | number | null> {
  const value = kind === 'COUNT' ? wholeNumber(1, most ?? 1) : texts[kind];
  return defaultText === undefined
    ? optional<string | number>(value, '-', meaning)
    : setting<string | number>(value, defaultText, meaning);
}

/** The values of every variable of every vendor, by name. A wrong one is a mistake and reads as if it were not set. */
export type VendorValues = Readonly<Record<string, string | number | null>>;

export function readVendorValues(
  vendors: readonly VendorVariables[],
  given: SettingTexts,
  mistakes: Mistakes,
): VendorValues {
  const values: Record<string, string | number | null> = {};
  for (const { name, schema } of vendors.flatMap(({ all }) => all)) {
    const outcome = schema.safeParse(given[name]);
    for (const { message } of outcome.error?.issues ?? []) mistakes.add(name, message);
    values[name] = outcome.success ? outcome.data : schema.parse(undefined);
  }
  return values;
}

const isOfAccount = ({ kind }: VendorVariable): boolean => kind !== 'COUNT';

/** Options of every account at a vendor, by the vendor's name. */
export const vendorOptionsOf = (vendors: readonly VendorVariables[], values: VendorValues) =>
  byName(vendors, ({ all }) =>
    valuesOf(
      all.filter((variable) => !isOfAccount(variable)),
      values,
    ),
  );

/** The accounts of the one tenant that a server without TENANTS_FILE has. */
export function readAccounts(
  vendors: readonly VendorVariables[],
  given: SettingTexts,
  values: VendorValues,
  mistakes: Mistakes,
): Readonly<Record<string, Account>> {
  for (const vendor of vendors) requireComplete(vendor, given, mistakes);
  const configured = vendors.filter(({ needed }) => needed.every((name) => values[name] !== null));
  return byName(configured, ({ all }) => valuesOf(all.filter(isOfAccount), values));
}

const byName = (vendors: readonly VendorVariables[], read: (vendor: VendorVariables) => Account) =>
  Object.fromEntries(vendors.map((vendor) => [vendor.vendor.name, read(vendor)]));

/** @param variables those with a value */
const valuesOf = (variables: readonly VendorVariable[], values: VendorValues): Account =>
  Object.fromEntries(variables.map(({ name, member }) => [member, values[name]!]));

function requireComplete({ vendor, all, needed }: VendorVariables, given: SettingTexts, mistakes: Mistakes): void {
  const present = all.filter((variable) => isOfAccount(variable) && given[variable.name] !== undefined);
  if (present.length === 0) return;
  const names = present.map(({ name }) => name).join(', ');
  for (const name of needed) {
    if (given[name] !== undefined) continue;
    mistakes.add(
      name,
      `is missing: ${names} ${present.length === 1 ? 'is' : 'are'} set, and ${vendor.title} needs all of ${needed.join(', ')}`,
    );
  }
}

/** The variables of accounts that are set. */
export const givenVariables = (vendors: readonly VendorVariables[], given: SettingTexts): readonly VendorVariable[] =>
  vendors.flatMap(({ all }) => all.filter((variable) => isOfAccount(variable) && given[variable.name] !== undefined));

/** @param isExpected names that the tenants' file refers to: the file may name the variable that held the secret before */
export function refuseVendorsBesideTenants(
  vendors: readonly VendorVariables[],
  given: SettingTexts,
  isExpected: (name: string) => boolean,
  mistakes: Mistakes,
): void {
  for (const { name, kind } of givenVariables(vendors, given)) {
    // an address is the default for accounts of the file that name none
    if (kind === 'ADDRESS' || isExpected(name)) continue;
    mistakes.add(name, 'must not be set together with TENANTS_FILE, which has the accounts');
  }
}

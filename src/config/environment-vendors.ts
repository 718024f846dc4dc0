import type { GmsAccount, RouteeAccount } from './config.type.js';
import type { Mistakes } from './mistakes.js';
import type { Given, SettingName, Settings } from './settings.js';

const routeeNames = ['ROUTEE_APPLICATION_ID', 'ROUTEE_APPLICATION_SECRET'] as const;
const routeeUrls = ['ROUTEE_API_URL', 'ROUTEE_AUTH_URL'] as const;
const gmsNames = ['GMS_REPORT_URL', 'GMS_CLIENT_ID', 'GMS_LOGIN', 'GMS_PASSWORD'] as const;
const vendorNames = [...routeeNames, ...routeeUrls, ...gmsNames];

/** With a file of tenants these are what its accounts use that name none. */
const defaultsOfTenants: readonly string[] = [...routeeUrls, 'GMS_REPORT_URL'];

export const givenVendorNames = (given: Given): readonly string[] =>
  vendorNames.filter((name) => given[name] !== undefined);

/** The accounts of the one tenant that a server without TENANTS_FILE has. */
export function readEnvironmentVendors(
  given: Given,
  settings: Settings,
  mistakes: Mistakes,
): { readonly routee: RouteeAccount | null; readonly gms: GmsAccount | null } {
  tellHalf('Routee', routeeNames, [...routeeNames, ...routeeUrls], given, mistakes);
  tellHalf('GMS', gmsNames, gmsNames, given, mistakes);
  return { routee: routeeOf(settings), gms: gmsOf(settings) };
}

/** @param isExpected names that the tenants' file refers to: a secret may stay where it was before the file */
export function tellVendorsBesideTenants(
  given: Given,
  isExpected: (name: string) => boolean,
  mistakes: Mistakes,
): void {
  for (const name of givenVendorNames(given)) {
    if (defaultsOfTenants.includes(name) || isExpected(name)) continue;
    mistakes.add(name, 'must not be set together with TENANTS_FILE: the accounts are in that file');
  }
}

export function tellVendorsBesideSandbox(given: Given, mistakes: Mistakes): void {
  const names = givenVendorNames(given);
  if (names.length === 0) return;
  mistakes.add('SANDBOX', `must not be on while vendor settings are given: take SANDBOX away, or ${names.join(', ')}`);
}

function tellHalf(
  vendor: string,
  needed: readonly SettingName[],
  all: readonly SettingName[],
  given: Given,
  mistakes: Mistakes,
): void {
  const present = all.filter((name) => given[name] !== undefined);
  if (present.length === 0) return;
  for (const name of needed) {
    if (given[name] !== undefined) continue;
    mistakes.add(
      name,
      `is missing: ${present.join(', ')} alone ${present.length === 1 ? 'is' : 'are'} half of what ${vendor} needs (${needed.join(', ')})`,
    );
  }
}

function routeeOf(settings: Settings): RouteeAccount | null {
  const { ROUTEE_APPLICATION_ID: applicationId, ROUTEE_APPLICATION_SECRET: applicationSecret } = settings;
  if (applicationId === null || applicationSecret === null) return null;
  return { apiUrl: settings.ROUTEE_API_URL, authUrl: settings.ROUTEE_AUTH_URL, applicationId, applicationSecret };
}

function gmsOf(settings: Settings): GmsAccount | null {
  const { GMS_REPORT_URL: reportUrl, GMS_CLIENT_ID: clientId, GMS_LOGIN: login, GMS_PASSWORD: password } = settings;
  if (reportUrl === null || clientId === null || login === null || password === null) return null;
  return { reportUrl, clientId, login, password };
}

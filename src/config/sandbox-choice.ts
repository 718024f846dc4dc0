import { givenVendorNames, tellVendorsBesideSandbox } from './environment-vendors.js';
import { isLoopback } from './loopback.js';
import type { Mistakes } from './mistakes.js';
import type { Given, Settings } from './settings.js';

const waysOut =
  'set ROUTEE_APPLICATION_ID and ROUTEE_APPLICATION_SECRET, or GMS_REPORT_URL, GMS_CLIENT_ID, GMS_LOGIN and GMS_PASSWORD, or TENANTS_FILE; ' +
  'or SANDBOX=on, which makes both vendors up';

/** Whether both vendors are simulated. */
export function chooseSandbox(given: Given, settings: Settings, mistakes: Mistakes): boolean {
  if (settings.SANDBOX === 'on') {
    tellVendorsBesideSandbox(given, mistakes);
    return true;
  }
  if (given.TENANTS_FILE !== undefined || givenVendorNames(given).length > 0) return false;
  if (settings.SANDBOX === 'auto' && isLoopback(settings.HOST) && settings.NODE_ENV !== 'production') return true;
  if (!mistakes.has('SANDBOX'))
    mistakes.add('SANDBOX', `is ${offBecause(settings)} and no vendor is configured: ${waysOut}`);
  return false;
}

function offBecause({ SANDBOX, NODE_ENV }: Settings): string {
  if (SANDBOX === 'off') return 'off';
  return NODE_ENV === 'production' ? 'off in production' : 'off where HOST is not loopback';
}

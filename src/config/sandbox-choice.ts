import type { Mistakes } from './mistakes.js';
import type { SettingTexts, Settings } from './settings.js';
import { isLoopback } from '../loopback.js';
import { givenVariables, type VendorVariables } from './vendor-settings.js';

/** Whether every vendor is simulated. */
export function chooseSandbox(
  given: SettingTexts,
  settings: Settings,
  vendors: readonly VendorVariables[],
  mistakes: Mistakes,
): boolean {
  const names = givenVariables(vendors, given).map(({ name }) => name);
  if (settings.SANDBOX === 'on') {
    if (names.length > 0)
      mistakes.add('SANDBOX', `must not be on together with vendor settings: remove SANDBOX, or ${names.join(', ')}`);
    return true;
  }
  if (given.TENANTS_FILE !== undefined || names.length > 0) return false;
  if (settings.SANDBOX === 'auto' && isLoopback(settings.HOST) && settings.NODE_ENV !== 'production') return true;
  if (!mistakes.has('SANDBOX'))
    mistakes.add('SANDBOX', `is ${offBecause(settings)} and no vendor is configured: ${remedyOf(vendors)}`);
  return false;
}

const remedyOf = (vendors: readonly VendorVariables[]): string =>
  `set ${vendors.map(({ needed }) => listed(needed)).join(', or ')}, or TENANTS_FILE; or SANDBOX=on, which simulates every vendor`;

/** `A, B and C` */
const listed = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');

function offBecause({ SANDBOX, NODE_ENV }: Settings): string {
  if (SANDBOX === 'off') return 'off';
  return NODE_ENV === 'production' ? 'off in production' : 'off where HOST is not loopback';
}

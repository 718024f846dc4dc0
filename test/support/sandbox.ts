import { type OpenSandbox, openSandbox, type SandboxOptions } from '../../src/app/sandbox.js';
import type { Clock } from '../../src/clock.js';
import type { MagicValue } from '../../src/sandbox/magic.js';
import { gmsMagic } from '../../src/vendors/gms/stand-in/magic.js';
import { routeeMagic } from '../../src/vendors/routee/stand-in/magic.js';
import { VENDORS } from '../../src/vendors/vendors.js';

export type { SandboxOptions };
export { flowId, partId, sandboxIds } from '../../src/sandbox/ids.js';
export type { MagicValue, MagicPlace } from '../../src/sandbox/magic.js';

/** Both vendors' stand-ins on free ports of loopback, their accounts with the names of their members. */
export interface Sandbox extends Omit<OpenSandbox, 'accounts'> {
  readonly routee: Readonly<Record<'apiUrl' | 'authUrl' | 'applicationId' | 'applicationSecret', string>>;
  readonly gms: Readonly<Record<'reportUrl' | 'clientId' | 'login' | 'password', string>>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { accounts, ...sandbox } = await openSandbox(VENDORS, options);
  return { ...sandbox, routee: accounts['ROUTEE'] as Sandbox['routee'], gms: accounts['GMS'] as Sandbox['gms'] };
}

/** Has what was sent move, and be called back, by this clock. */
export const sandboxOn = (clock: Clock): SandboxOptions => ({
  now: () => clock.wallTime(),
  setTimer: (milliseconds, call) => {
    const timer = clock.setTimeout(call, milliseconds, undefined);
    return () => clock.clearTimeout(timer);
  },
});

/** Every magic value once, with the places of both vendors. */
export const magicValues: readonly MagicValue[] = [...routeeMagic, ...gmsMagic];

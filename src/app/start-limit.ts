import { systemClock } from '../clock.js';
import { waitAtMost } from '../wait-at-most.js';

/** Reports what the start is about to do, with the settings that it depends on. */
export type OnStep = (step: string) => void;

const START_LIMIT_MS = 30_000;

/** Rejects with what the start waited for when it is not finished within the limit; milliseconds. */
export function withinStartLimit<Value>(
  start: (onStep: OnStep) => Promise<Value>,
  limitMs = START_LIMIT_MS,
): Promise<Value> {
  let step = 'the settings';
  const late = (): Error => new Error(`it did not finish within ${limitMs / 1000} s. It was waiting for ${step}.`);
  return waitAtMost(
    systemClock,
    start((next) => (step = next)),
    limitMs,
    late,
  );
}

const LISTEN_FAULTS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program; 0 takes a free one',
  EACCES: 'may not be used by this user; ports below 1024 often need more rights',
  EADDRNOTAVAIL: 'is not an address of this machine',
  ENOTFOUND: 'is a host name that has no address',
  EAI_AGAIN: 'is a host name that cannot be looked up at the moment',
};

/** Names the setting where an address cannot be listened on. */
export function listenError(error: unknown, hostSetting: string, portSetting: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const fault = LISTEN_FAULTS[code];
  if (fault === undefined) return error;
  const setting = code === 'EADDRINUSE' || code === 'EACCES' ? portSetting : hostSetting;
  return new Error(`${setting} ${fault} (${code})`, { cause: error });
}

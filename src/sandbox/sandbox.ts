import { createCallLog, type SandboxCall } from './call-log.js';
import { gmsCredentials, startGms } from './gms/gms.js';
import { routeeCredentials, startRoutee } from './routee/routee.js';
import { realTime, type Wait } from './http/write-reply.js';
import { createWorld } from './world.js';

export type { SandboxCall } from './call-log.js';
export { flowId, partId, sandboxIds } from './ids.js';

/** Both vendors as HTTP servers on loopback, with made-up data and made-up credentials. */
export interface Sandbox {
  /** The URLs have no slash at their end. */
  readonly routee: {
    readonly apiUrl: string;
    readonly authUrl: string;
    readonly applicationId: string;
    readonly applicationSecret: string;
  };
  readonly gms: {
    readonly reportUrl: string;
    readonly clientId: string;
    readonly login: string;
    readonly password: string;
  };
  /** The requests since the start, newest last; the newest 10 000 are kept. */
  calls(): readonly SandboxCall[];
  clearCalls(): void;
  /** Stops both servers and breaks what is still under way. */
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** 0, the default, takes a free port. */
  readonly routeePort?: number;
  readonly gmsPort?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** Shifts the variety of the made-up messages (layouts, countries, prices); ids, names and ends stay. A whole number from 0. */
  readonly seed?: number;
  /** Epoch milliseconds. What was made up is placed relative to the first answer. */
  readonly now?: () => number;
  /** 3600 by default, as Routee's. */
  readonly tokenLifeSeconds?: number;
  /** Real time that every answer takes at least. */
  readonly latencyMilliseconds?: number;
  /** Waits before an answer that is late; in real time by default. */
  readonly wait?: Wait;
}

/** Rejects when a port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', seed = 0, now = Date.now, latencyMilliseconds = 0, wait = realTime } = options;
  const calls = createCallLog();
  const world = createWorld({ host, seed, now, latencyMilliseconds, wait, calls });
  const routee = await startRoutee(world, options.routeePort ?? 0, options.tokenLifeSeconds ?? 3600);
  const gms = await startGms(world, options.gmsPort ?? 0).catch(async (error: unknown) => {
    await routee.close();
    throw error;
  });
  return {
    routee: { apiUrl: routee.url, authUrl: routee.url, ...routeeCredentials },
    gms: { reportUrl: gms.url, ...gmsCredentials },
    calls: () => calls.list(),
    clearCalls: () => calls.clear(),
    close: async () => {
      await Promise.all([routee.close(), gms.close()]);
    },
  };
}

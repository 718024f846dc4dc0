import type { SandboxCall } from './call-log.js';
import { startGms } from './gms/gms.js';
import { startRoutee } from './routee/routee.js';
import { createWorld, type WorldOptions } from './world.js';

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

export interface SandboxOptions extends WorldOptions {
  /** 0, the default, takes a free port. */
  readonly routeePort?: number;
  readonly gmsPort?: number;
  /** 3600 by default, as Routee's. */
  readonly tokenLifeSeconds?: number;
}

/** Rejects when a port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { routeePort, gmsPort, tokenLifeSeconds } = options;
  const world = createWorld(options);
  const routee = await startRoutee(world, { port: routeePort, tokenLifeSeconds });
  const gms = await startGms(world, { port: gmsPort }).catch(async (error: unknown) => {
    await routee.close();
    throw error;
  });
  return {
    routee: routee.account,
    gms: gms.account,
    calls: () => world.calls.list(),
    clearCalls: () => world.calls.clear(),
    close: async () => {
      await Promise.all([routee.close(), gms.close()]);
    },
  };
}

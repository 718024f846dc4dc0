import type { CallbackAddresses, SandboxCallback } from '../sandbox/callbacks.js';
import type { SandboxCall, WorldOptions } from '../sandbox/world.js';
import type { Account, Vendor } from '../vendors/vendor.js';

/** The stand-ins of vendors on loopback, which share one world. */
export interface OpenSandbox {
  /** By the vendor's name. */
  readonly accounts: Readonly<Record<string, Account>>;
  /** The requests since the start, newest last; the newest 10 000 are kept. */
  calls(): readonly SandboxCall[];
  clearCalls(): void;
  /** From now on the vendors post callbacks to addresses of the graph; to others never. */
  callBack(addresses: CallbackAddresses): void;
  /** The callbacks since the start, those to other addresses too, newest last; the newest 10 000 are kept. */
  callbacks(): readonly SandboxCallback[];
  /** Stops all of them and closes their connections. */
  close(): Promise<void>;
}

export interface SandboxOptions extends WorldOptions {
  /** By the vendor's name; a free one by default. */
  readonly ports?: Readonly<Record<string, number>>;
}

/** Loads the sandbox and starts the stand-in of each vendor. Rejects when a port is taken. */
export async function openSandbox(vendors: readonly Vendor[], options: SandboxOptions = {}): Promise<OpenSandbox> {
  const { createWorld } = await import('../sandbox/world.js');
  const world = createWorld(options);
  const accounts: Record<string, Account> = {};
  const started: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    world.callbacks.close();
    await Promise.all(started.map((standIn) => standIn.close()));
  };
  try {
    for (const { name, standIn } of vendors) {
      const running = await (await standIn()).start(world, options.ports?.[name] ?? 0);
      started.push(running);
      accounts[name] = running.account;
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    accounts,
    calls: () => world.calls.list(),
    clearCalls: () => world.calls.clear(),
    callBack: (addresses) => world.callbacks.useAddresses(addresses),
    callbacks: () => world.callbacks.list(),
    close,
  };
}

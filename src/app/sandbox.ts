import type { Account, Vendor } from '../vendors/vendor.js';

/** Every vendor made up on loopback. */
export interface OpenSandbox {
  /** By the vendor's name. */
  readonly accounts: Readonly<Record<string, Account>>;
  close(): Promise<void>;
}

/** Loads the sandbox, which nothing else needs, and starts the stand-in of each vendor. */
export async function openSandbox(vendors: readonly Vendor[]): Promise<OpenSandbox> {
  const { createWorld } = await import('../sandbox/world.js');
  const world = createWorld();
  const accounts: Record<string, Account> = {};
  const started: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(started.map((standIn) => standIn.close()));
  };
  try {
    for (const vendor of vendors) {
      const standIn = await (await vendor.standIn()).start(world);
      started.push(standIn);
      accounts[vendor.name] = standIn.account;
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { accounts, close };
}

import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly url: string;
  /** Ends all connections that are open. */
  cut(): void;
  /** The same, and ends new ones at once until `task` is over. */
  cutDuring(task: () => Promise<void>): Promise<void>;
  close(): void;
}

/** Hands every byte on to a port of loopback, until it is set to cut all connections. */
export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((caller) => {
    if (isCut) return void caller.destroy();
    const called = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [caller, called],
      [called, caller],
    ] as const) {
      open.add(from);
      from.on('error', () => undefined).on('close', () => (open.delete(from), to.destroy()));
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = (): void => open.forEach((socket) => socket.destroy());
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    async cutDuring(task) {
      isCut = true;
      cut();
      await task();
      isCut = false;
    },
    close() {
      cut();
      server.close();
    },
  };
}

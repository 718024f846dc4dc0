import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly url: string;
  /** Ends all connections that are open. */
  cut(): void;
  close(): void;
}

/** Hands every byte on to a port of loopback, until it is set to cut all connections. */
export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  const server = createServer((caller) => {
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
    close() {
      cut();
      server.close();
    },
  };
}

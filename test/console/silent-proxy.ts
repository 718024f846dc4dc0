import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface SilentProxy {
  readonly url: string;
  /** From now on nothing passes, on connections that are open and on new ones, and none is closed. */
  fallSilent(): void;
  /** New connections pass again; those of before stay silent. */
  recover(): void;
  close(): Promise<void>;
}

/** Hands on the bytes of every connection, until it is set to keep them, as a network that is cut does. */
export async function startSilentProxy(target: string): Promise<SilentProxy> {
  const port = Number(new URL(target).port);
  const sockets = new Set<Socket>();
  let isSilent = false;
  let cuts = 0;

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (caller) => {
    keep(caller).on('end', () => caller.end());
    if (isSilent) return void caller.resume();
    const onward = keep(connect(port, '127.0.0.1'));
    const cutsBefore = cuts;
    const passes = (): boolean => !isSilent && cuts === cutsBefore;
    const hand = (from: Socket, to: Socket): void => {
      from.on('data', (bytes: Buffer) => void (passes() && to.write(bytes)));
      from.on('close', () => void (passes() && to.destroy()));
    };
    hand(caller, onward);
    hand(onward, caller);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fallSilent() {
      isSilent = true;
      cuts += 1;
    },
    recover: () => void (isSilent = false),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

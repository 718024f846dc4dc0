import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** An address that leads to one Redis, later to another: what is connected stays so, as with a name or a proxy. */
export interface RedisAddress {
  readonly url: string;
  leadTo(url: string): void;
  /** Takes commands to Redis, and cuts the connections before the next answer comes back. */
  loseNextAnswer(): void;
  /** Keeps answers back until `passAnswers`, which passes them on as one piece. */
  holdAnswers(): void;
  passAnswers(): void;
  /** The answers that are kept back. */
  heldAnswers(): string;
  /** Closes new connections at once until `admit`. */
  refuseNew(): void;
  admit(): void;
  /** Ends all connections; new ones are admitted. */
  cut(): void;
  close(): Promise<void>;
}

export async function createRedisAddress(first: string): Promise<RedisAddress> {
  let target = first;
  let losesAnswer = false;
  let holds = false;
  let refuses = false;
  const held = new Map<Socket, Buffer[]>();
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    client.on('error', () => undefined);
    if (refuses) return void client.destroy();
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        held.delete(client);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (data) => {
      if (losesAnswer) {
        losesAnswer = false;
        return client.destroy();
      }
      if (!holds) return client.write(data);
      held.set(client, [...(held.get(client) ?? []), data]);
    });
  });
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (url) => void (target = url),
    loseNextAnswer: () => void (losesAnswer = true),
    holdAnswers: () => void (holds = true),
    passAnswers() {
      holds = false;
      for (const [client, pieces] of held) client.write(Buffer.concat(pieces));
      held.clear();
    },
    heldAnswers: () => Buffer.concat([...held.values()].flat()).toString(),
    refuseNew: () => void (refuses = true),
    admit: () => void (refuses = false),
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';

/** Addresses that a name may have although this machine does not. */
const ABSENT: ReadonlySet<unknown> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);
/**
 * Connections that wait to be accepted, the most that Linux allows by default (net.core.somaxconn). With node's 511 the
 * kernel drops what comes beyond while the event loop is busy, and those callers try again after a second or more. The
 * number of open connections is limited by HttpLimits, not here.
 */
const BACKLOG = 4096;
/** Tries to find a port that is free on every address, where any will do. */
const TRIES = 10;

/** Every address of a host, each once, in the order in which the system gives them. */
export async function addressesOf(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true });
  return [...new Set(found.map(({ address }) => address))];
}

/**
 * Listens with one server on each address, on one port.
 * @param port 0 takes a free one
 * @returns the servers that listen, at least one, and their port. Rejects where a port is taken, or no address is here
 */
export async function listenOn(
  addresses: readonly string[],
  port: number,
  createOne: () => Server,
): Promise<{ readonly servers: readonly Server[]; readonly port: number }> {
  for (let tries = 1; ; tries++) {
    const servers: Server[] = [];
    let chosen = port;
    try {
      for (const address of addresses) {
        const isLast = servers.length === 0 && address === addresses.at(-1);
        const server = await listen(createOne(), address, chosen, isLast);
        if (!server) continue;
        servers.push(server);
        chosen = (server.address() as AddressInfo).port;
      }
      return { servers, port: chosen };
    } catch (error) {
      for (const server of servers) server.close();
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || port !== 0 || tries === TRIES) throw error;
    }
  }
}

/** @returns null for an address that this machine does not have, unless there is no other */
async function listen(server: Server, address: string, port: number, isLast: boolean): Promise<Server | null> {
  server.listen({ host: address, port, backlog: BACKLOG });
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (!isLast && ABSENT.has((error as NodeJS.ErrnoException).code)) return null;
    throw error;
  }
}

/** How a host is reached from this machine. */
export function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}

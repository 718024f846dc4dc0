import type { Socket } from 'node:net';
import { Connection, type ConnectionOptions } from './connection.js';
import type { Exchange } from './exchange.js';
import type { HttpLimits } from './limits.js';

type Limits = Pick<HttpLimits, 'connections' | 'pipelined' | 'unsentBytesInAll' | 'writeMs'>;

/** All connections of a server, on every address, and the answers that wait in them for their callers. */
export class Connections {
  readonly #limits: Limits;
  readonly #options: ConnectionOptions;
  readonly #open = new Map<Socket, Connection>();
  /** In the order in which their answers were written. */
  readonly #unsent = new Set<Connection>();
  unsentBytes = 0;

  constructor(limits: Limits, receive: (exchange: Exchange) => void) {
    this.#limits = limits;
    this.#options = {
      maxWaiting: limits.pipelined,
      receive,
      unsent: (connection, bytes) => this.#addUnsent(connection, bytes),
      received: (connection, bytes) => this.#received(connection, bytes),
    };
  }

  get size(): number {
    return this.#open.size;
  }

  of(socket: Socket): Connection | undefined {
    return this.#open.get(socket);
  }

  /** At the limit the oldest idle connection is closed; where all are busy the new one is. */
  add(socket: Socket): void {
    if (this.#open.size >= this.#limits.connections && !this.#closeOneIdle()) return void socket.destroy();
    const connection = new Connection(socket, this.#options);
    this.#open.set(socket, connection);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#received(connection, connection.unsentBytes);
      connection.closed();
    });
  }

  /** Closes the connections of callers that have not received their answers in time. */
  checkUnsent(): void {
    const latest = performance.now() - this.#limits.writeMs;
    for (const connection of this.#unsent) if (connection.unsentSince <= latest) this.#cut(connection);
  }

  /** Closes those that node:http counts as busy although no request runs. */
  closeSilent(): void {
    for (const [socket, connection] of this.#open) if (connection.isSilent) socket.destroy();
  }

  destroyAll(): void {
    for (const socket of this.#open.keys()) socket.destroy();
  }

  /** Over the limit connections of the tenant that holds most are closed, the longest wait first. */
  #addUnsent(connection: Connection, bytes: number): void {
    if (connection.unsentBytes === 0) connection.unsentSince = performance.now();
    connection.unsentBytes += bytes;
    this.unsentBytes += bytes;
    this.#unsent.add(connection);
    while (this.unsentBytes > this.#limits.unsentBytesInAll) this.#cut(this.#oldestOfLargestTenant());
  }

  #oldestOfLargestTenant(): Connection {
    const held = new Map<string, { readonly oldest: Connection; bytes: number }>();
    for (const connection of this.#unsent) {
      const entry = held.get(connection.unsentTenant) ?? { oldest: connection, bytes: 0 };
      entry.bytes += connection.unsentBytes;
      held.set(connection.unsentTenant, entry);
    }
    return [...held.values()].reduce((most, each) => (each.bytes > most.bytes ? each : most)).oldest;
  }

  #cut(connection: Connection): void {
    this.#received(connection, connection.unsentBytes);
    connection.socket.destroy();
  }

  /** What is left has its whole time again: a stream is closed for not being read, not for being long. */
  #received(connection: Connection, bytes: number): void {
    if (!this.#unsent.delete(connection)) return;
    const received = Math.min(bytes, connection.unsentBytes);
    this.unsentBytes -= received;
    connection.unsentBytes -= received;
    if (connection.unsentBytes === 0) return;
    connection.unsentSince = performance.now();
    this.#unsent.add(connection);
  }

  #closeOneIdle(): boolean {
    for (const [socket, connection] of this.#open) {
      if (!connection.isIdle) continue;
      this.#open.delete(socket); // at once: its `close` event comes later
      socket.destroy();
      return true;
    }
    return false;
  }
}

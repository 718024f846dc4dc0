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
      unsent: (connection, bytes) => this.#holds(connection, bytes),
      taken: (connection) => this.#taken(connection),
    };
  }

  get size(): number {
    return this.#open.size;
  }

  of(socket: Socket): Connection | undefined {
    return this.#open.get(socket);
  }

  /** At the limit an idle connection gives way, the oldest first; where all are busy the new one is closed. */
  add(socket: Socket): void {
    if (this.#open.size >= this.#limits.connections && !this.#closeOneIdle()) return void socket.destroy();
    const connection = new Connection(socket, this.#options);
    this.#open.set(socket, connection);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#taken(connection);
      connection.closed();
    });
  }

  /** Closes the connections of callers that have not taken their answers in time. */
  checkUnsent(): void {
    const latest = performance.now() - this.#limits.writeMs;
    for (const connection of this.#unsent) if (connection.unsentSince <= latest) this.#cut(connection);
  }

  /** Those that node:http counts as busy although no answer is owed. */
  closeSilent(): void {
    for (const [socket, connection] of this.#open) if (connection.isSilent) socket.destroy();
  }

  destroyAll(): void {
    for (const socket of this.#open.keys()) socket.destroy();
  }

  /** Over the limit the answers that have waited longest are given up. */
  #holds(connection: Connection, bytes: number): void {
    connection.unsentBytes = bytes;
    connection.unsentSince = performance.now();
    this.unsentBytes += bytes;
    this.#unsent.add(connection);
    for (const oldest of this.#unsent) {
      if (this.unsentBytes <= this.#limits.unsentBytesInAll) return;
      this.#cut(oldest);
    }
  }

  #cut(connection: Connection): void {
    this.#taken(connection);
    connection.socket.destroy();
  }

  #taken(connection: Connection): void {
    if (!this.#unsent.delete(connection)) return;
    this.unsentBytes -= connection.unsentBytes;
    connection.unsentBytes = 0;
  }

  #closeOneIdle(): boolean {
    for (const [socket, connection] of this.#open) {
      if (!connection.isIdle) continue;
      this.#open.delete(socket); // at once: its close is told later
      socket.destroy();
      return true;
    }
    return false;
  }
}

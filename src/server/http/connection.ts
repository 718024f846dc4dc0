import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Exchange, ExchangeConnection } from './exchange.js';

export interface ConnectionOptions {
  /** Requests that may wait behind the one that is answered. */
  readonly maxWaiting: number;
  readonly receive: (exchange: Exchange) => void;
  /** So many bytes of an answer were written, and the caller has not received all of them yet. */
  readonly unsent: (connection: Connection, bytes: number) => void;
  /** The caller has received so many of them. */
  readonly received: (connection: Connection, bytes: number) => void;
}

/**
 * One connection of a caller. Its requests are answered one after another, the next one when the answer to the one
 * before has been received: so a caller who does not read holds one answer at most.
 */
export class Connection implements ExchangeConnection {
  readonly socket: Socket;
  /** Bytes of the answer that the caller has not received. */
  unsentBytes = 0;
  /** Of the request that they answer; empty where it is not known. */
  unsentTenant = '';
  /** Since when, on the clock of `performance.now()`. */
  unsentSince = 0;
  readonly #options: ConnectionOptions;
  readonly #waiting: Exchange[] = [];
  #current: Exchange | null = null;
  /** A request that was answered before its body had come. */
  #unfinished: IncomingMessage | null = null;
  /** Written when every request before it is answered; then the connection ends. */
  #refusal: string | null = null;
  #isPaused = false;
  #isClosed = false;
  #isUpgraded = false;
  /** Whether the caller has closed its side: nothing more comes from it. */
  #isHalfClosed = false;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.socket = socket;
    this.#options = options;
    socket.once('end', () => {
      this.#isHalfClosed = true;
      this.#current?.halfClosed();
    });
    socket.on('error', () => undefined); // node:http removes its own listener at CONNECT; `close` follows
  }

  /** Whether no request runs, and no stream or socket is open. */
  get isIdle(): boolean {
    return this.#current === null && !this.#isUpgraded;
  }

  /** Whether it never sent a byte, or only the rest of a refused body is awaited. */
  get isSilent(): boolean {
    return this.isIdle && (this.socket.bytesRead === 0 || this.#unfinished?.complete === false);
  }

  add(exchange: Exchange): void {
    if (this.#refusal !== null) return; // the connection ends before it
    if (this.#current === null) return this.#start(exchange);
    this.#pause();
    if (this.#waiting.length >= this.#options.maxWaiting) this.#refusal = refusalOf(429, 'Too Many Requests');
    else this.#waiting.push(exchange);
  }

  /** The bytes are no HTTP or not served, or came too late. A request that was complete before is still answered. */
  fail(status: number, reason: string): void {
    if (this.#isClosed || this.#refusal !== null) return;
    const current = this.#current;
    const unfinished = current ? !current.request.complete : this.#unfinished !== null && !this.#unfinished.complete;
    if (unfinished) {
      if (!current || current.isAnswered) this.socket.destroy();
      else current.failBody(status, reason);
      return;
    }
    this.#refusal = refusalOf(status, reason);
    this.#pause(); // nothing after it can be parsed
    if (!current) this.#end(this.#refusal);
  }

  written(bytes: number, tenant: string): void {
    if (this.socket.writableLength === 0) return;
    this.unsentTenant = tenant;
    this.#options.unsent(this, bytes);
  }

  taken(bytes: number): void {
    if (this.unsentBytes > 0) this.#options.received(this, bytes);
  }

  upgraded(): Socket {
    const { response } = this.#current!;
    response.off('close', this.#answered);
    response.detachSocket(this.socket);
    this.#current = null;
    this.#isUpgraded = true;
    return this.socket;
  }

  destroy(): void {
    this.socket.destroy();
  }

  closed(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
    this.#current?.disconnected();
  }

  #start(exchange: Exchange): void {
    this.#current = exchange;
    const { response, upgrade } = exchange;
    response.on('close', this.#answered);
    if (upgrade) {
      // node:http assigns and ends the answers of all other requests
      response.assignSocket(this.socket);
      response.on('finish', () => this.socket.destroySoon());
    }
    if (this.#isHalfClosed) exchange.halfClosed();
    this.#options.receive(exchange);
  }

  /** The answer was received, or the connection is closed. */
  readonly #answered = (): void => {
    const { request } = this.#current!;
    this.#current!.release();
    this.#current = null;
    this.#unfinished = request.complete ? null : request;
    if (this.unsentBytes > 0) this.#options.received(this, this.unsentBytes);
    // After an answer with `connection: close` no waiting request is started: it could not be answered.
    if (this.#isClosed || !this.socket.writable) return void (this.#waiting.length = 0);
    const next = this.#waiting.shift();
    if (next) this.#start(next);
    else if (this.#refusal !== null) return this.#end(this.#refusal);
    if (this.#isPaused && this.#waiting.length === 0 && this.#refusal === null) {
      this.#isPaused = false;
      this.socket.resume();
    }
  };

  #pause(): void {
    this.#isPaused = true;
    this.socket.pause();
  }

  #end(refusal: string): void {
    this.socket.write(refusal);
    if (this.socket.writableLength > 0) this.socket.destroy();
    else this.socket.destroySoon();
  }
}

const refusalOf = (status: number, reason: string): string =>
  `HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;

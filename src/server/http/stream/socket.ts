import type { RawData, WebSocket } from 'ws';
import type { ExchangeConnection } from '../exchange.js';

/** Close codes of the WebSocket protocol, and of graphql-transport-ws (4400 and above). */
export const CLOSE = {
  invalidFrame: 1002,
  tooLarge: 1009,
  restart: 1012,
  tryAgainLater: 1013,
  invalid: 4400,
  forbidden: 4403,
  internal: 4500,
} as const;

export interface SocketOptions {
  readonly connection: ExchangeConnection;
  readonly heartbeatMs: number;
  readonly closeMs: number;
  /** The tenant that what is written counts for; empty until it is known. */
  readonly tenant: () => string;
  readonly onMessage: (text: string) => void;
  /** Called once where this server closes it otherwise than by `drop`, before `onClose`. */
  readonly onClosing: (code: number) => void;
  readonly onClose: (code: number, reason: string) => void;
}

/** While more waits for the caller to read it, nothing of the caller is read: it can make no more answers wait. */
const MAX_WAITING_BYTES = 64 * 1024;

/** One WebSocket: it writes at the pace at which it is read, and notices a peer that is gone. */
export class Socket {
  readonly #socket: WebSocket;
  readonly #options: SocketOptions;
  readonly #heartbeat: NodeJS.Timeout;
  #isAlive = true;
  #closing: NodeJS.Timeout | null = null;

  constructor(socket: WebSocket, options: SocketOptions) {
    this.#socket = socket;
    this.#options = options;
    // of the protocol, or a message that is too large: ws closes it, and `close` follows
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      this.#reportClosing(code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? CLOSE.tooLarge : CLOSE.invalidFrame),
    );
    socket.on('message', (data, isBinary) => this.#received(data, isBinary));
    socket.on('ping', (data) => {
      if (!this.isOpen) return;
      const bytes = data.length;
      this.#options.connection.written(bytes, this.#options.tenant());
      socket.pong(data, false, () => this.#sent(bytes));
      this.#limitWaiting();
    });
    socket.on('pong', () => (this.#isAlive = true));
    socket.once('close', (code, reason) => {
      clearInterval(this.#heartbeat);
      if (this.#closing) clearTimeout(this.#closing);
      options.onClose(code, reason.toString());
    });
    this.#heartbeat = setInterval(() => this.#beat(), options.heartbeatMs).unref();
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  get isClosed(): boolean {
    return this.#socket.readyState === this.#socket.CLOSED;
  }

  /** Resolves when the caller has taken it; not where the socket is closed, which ends whoever waits. @returns its bytes */
  send(text: string): Promise<number> {
    return new Promise((resolve) => {
      if (!this.isOpen) return;
      const bytes = Buffer.byteLength(text);
      this.#socket.send(text, (error) => {
        this.#sent(bytes);
        if (!error) resolve(bytes);
      });
      this.#options.connection.written(bytes, this.#options.tenant());
      this.#limitWaiting();
    });
  }

  /** @param reason at most 123 bytes */
  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.#reportClosing(code);
    if (this.#socket.isPaused) this.#socket.resume(); // to see the answer to the close frame
    this.#socket.close(code, reason);
    this.#closing = setTimeout(() => this.#socket.terminate(), this.#options.closeMs).unref();
  }

  /** Closes it at once, also one that is being closed: nothing is held until the peer answers the close frame. */
  drop(code: number, reason: string): void {
    if (this.isOpen) this.#socket.close(code, reason);
    this.#socket.terminate();
  }

  #reportClosing(code: number): void {
    if (this.#closing === null) this.#options.onClosing(code);
  }

  #received(data: RawData, isBinary: boolean): void {
    if (!this.isOpen) return; // what still comes behind a close frame
    if (isBinary) return this.close(CLOSE.invalid, 'Messages are text');
    this.#options.onMessage((data as Buffer).toString());
  }

  #sent(bytes: number): void {
    this.#options.connection.taken(bytes);
    if (this.#socket.isPaused && this.#socket.bufferedAmount <= MAX_WAITING_BYTES) this.#socket.resume();
  }

  #limitWaiting(): void {
    if (this.#socket.bufferedAmount > MAX_WAITING_BYTES && !this.#socket.isPaused) this.#socket.pause();
  }

  #beat(): void {
    if (!this.#isAlive) return this.#socket.terminate();
    // the pong of a caller that does not read cannot come: the write deadline is for that one
    this.#isAlive = this.#socket.isPaused || this.#socket.bufferedAmount > 0;
    this.#socket.ping();
  }
}

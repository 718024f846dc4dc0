import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Disconnect } from '../../operation.js';
import type { RequestIds, Trace } from '../../trace.js';
import type { Caller } from '../auth/caller.js';
import type { ByteBudget } from './limits.js';
import { refuse, type RequestError } from '../answer/request-error.js';
import { requestIdOf } from './request-id.js';

/** What the header `expect` says: `CONTINUE` waits for `100 Continue` before it sends the body. */
export type Expectation = 'NOTHING' | 'CONTINUE' | 'UNKNOWN';

/** What an exchange needs of its connection. */
export interface ExchangeConnection {
  /** An answer, or a part of one, of so many bytes to a tenant was written. */
  written(bytes: number, tenant: string): void;
  /** So many bytes of a stream were received. Those of an answer are when it ends. */
  taken(bytes: number): void;
  /** Gives the socket to another protocol: no request follows. */
  upgraded(): Socket;
  /** Ends it at once, whatever runs. */
  destroy(): void;
}

/** The part of a target in absolute form before its path. */
const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/** One request and its answer. */
export class Exchange implements Disconnect, RequestIds {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: ExchangeConnection;
  readonly expects: Expectation;
  /** The bytes that came behind the head of a request for another protocol; null for any other request. */
  readonly upgrade: Buffer | null;
  /** On the clock of `performance.now()`. */
  readonly startedAt = performance.now();
  /** Null until it is known. */
  caller: Caller | null = null;
  /** Of an operation; null where traces are off. */
  trace: Trace | null = null;
  /** Names and values in turn; null where CORS adds none. */
  corsHeaders: readonly string[] | null = null;
  /** Request headers that the answer depends on. */
  vary: string | null = null;
  isAnswered = false;
  isDisconnected = false;
  #isHalfClosed = false;
  #requestId: string | null = null;
  #onDisconnect: (() => void) | null = null;
  #onFailure: ((error: RequestError) => void) | null = null;
  #failure: RequestError | null = null;
  #budget: ByteBudget | null = null;
  #reserved = 0;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    connection: ExchangeConnection,
    expects: Expectation,
    upgrade: Buffer | null = null,
  ) {
    this.request = request;
    this.response = response;
    this.connection = connection;
    this.expects = expects;
    this.upgrade = upgrade;
  }

  /** Part of the address before `?`. */
  get path(): string {
    const target = this.#target;
    const end = target.indexOf('?');
    return end < 0 ? target : target.slice(0, end);
  }

  /** The query string without `?`; empty without one. */
  get search(): string {
    const target = this.#target;
    const start = target.indexOf('?');
    return start < 0 ? '' : target.slice(start + 1);
  }

  /**
   * Of a target in absolute form, as to a proxy (RFC 9112, section 3.2.2), which goes before the header; else of the
   * header.
   */
  get host(): string | undefined {
    const { url = '', headers } = this.request;
    return url.startsWith('/') ? headers.host : (ABSOLUTE.exec(url)?.[1] ?? headers.host);
  }

  get #target(): string {
    const { url = '' } = this.request;
    if (url.startsWith('/')) return url;
    const [start] = ABSOLUTE.exec(url) ?? [''];
    const target = url.slice(start.length);
    return target.startsWith('/') ? target : `/${target}`;
  }

  /** The caller's own `x-request-id` where it can be used, else a new one; for the answer, the log and vendor events. */
  get requestId(): string {
    return (this.#requestId ??= requestIdOf(this.request.headers['x-request-id']));
  }

  /** One callback an exchange. It is called at once where the caller has disconnected already. */
  onDisconnect(callback: () => void): void {
    if (this.isDisconnected) return callback();
    this.#onDisconnect = callback;
    if (this.#isHalfClosed) this.connection.destroy();
  }

  /**
   * The caller has closed its side of the connection, as one that disconnects does too. What has to be reported of a
   * disconnect is a query: its caller is taken as gone. Everything else, a send above all, is still answered.
   */
  halfClosed(): void {
    this.#isHalfClosed = true;
    if (this.#onDisconnect) this.connection.destroy();
  }

  /** The connection is closed before the answer was received. */
  disconnected(): void {
    this.isDisconnected = true;
    this.#onDisconnect?.();
    this.#onDisconnect = null;
  }

  /** Whether the rest of the body will not come. */
  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  /** Calls back when the rest of the body will not come: it is late, or no HTTP. */
  onBodyFailure(callback: (error: RequestError) => void): void {
    if (this.#failure) callback(this.#failure);
    else this.#onFailure = callback;
  }

  failBody(status: number, message: string): void {
    this.#failure = refuse(status, 'BAD_REQUEST', message);
    this.#onFailure?.(this.#failure);
  }

  /** Reserves bytes for the caller's tenant until the answer has been received. @returns false where none are left */
  reserve(budget: ByteBudget, bytes: number): boolean {
    if (!budget.take(this.tenant, bytes)) return false;
    this.#budget = budget;
    this.#reserved += bytes;
    return true;
  }

  release(): void {
    if (this.#reserved > 0) this.#budget?.giveBack(this.tenant, this.#reserved);
    this.#reserved = 0;
  }

  /** Empty until it is known. */
  get tenant(): string {
    return this.caller?.service.tenant.id ?? '';
  }
}

/** A request with its authorization, to an http or https URL. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The headers of an answer that are read; a transport may leave out all others. */
export const READ_HEADERS = ['content-encoding', 'content-length', 'retry-after'] as const;

export type HeaderName = (typeof READ_HEADERS)[number];

export type IncomingHeaders = Readonly<Partial<Record<HeaderName, string | string[] | undefined>>>;

/** The value of a header; repeated ones are joined with commas (RFC 9110, 5.3). */
export function headerOf(headers: IncomingHeaders, name: HeaderName): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Receives one answer in parts. Calls after `end` or `fail` are ignored. */
export interface AnswerSink {
  /** The connection is open: from now on the request may reach the vendor. */
  connected(): void;
  /** Called for every head, those of status 1xx included. */
  head(status: number, headers: IncomingHeaders): void;
  data(chunk: Buffer): void;
  end(): void;
  /** @param error the library's; it may hold secrets */
  fail(error: unknown): void;
}

/** A request in flight. */
export interface Outgoing {
  /** Aborts the request and closes its connection; does nothing after its end. */
  stop(): void;
}

/** One HTTP library: no retries, no redirects, no decompression, no deadline of its own. */
export interface Transport {
  start(request: OutgoingRequest, sink: AnswerSink): Outgoing;
}

/** The largest head of an answer, bytes. */
export const MAX_HEADER_BYTES = 16 * 1024;

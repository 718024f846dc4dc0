/** A request as it goes out: authorized, and an address of http or https. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Header names in lower case. */
export type IncomingHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The value of a header; those of one that came several times are joined, as RFC 9110 (5.3) allows. */
export function headerOf(headers: IncomingHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Takes one answer as it comes. After `end` or `fail` nothing more is expected, and more is ignored. */
export interface AnswerSink {
  /** A connection was made: from here on the request may have reached the vendor. */
  left(): void;
  /** Also told of every 1xx that comes before. */
  head(status: number, headers: IncomingHeaders): void;
  data(chunk: Buffer): void;
  end(): void;
  /** @param error the library's; it may hold secrets */
  fail(error: unknown): void;
}

/** A request under way. */
export interface Outgoing {
  /** Gives up and closes the connection, so that nothing undrained stays behind. Harmless when all is over. */
  stop(): void;
}

/** One HTTP library: no retries, no redirects, no decompression, no deadline of its own. */
export interface Transport {
  start(request: OutgoingRequest, sink: AnswerSink): Outgoing;
}

/** The largest head of an answer, bytes. */
export const MAX_HEADER_BYTES = 16 * 1024;

/** One request to a vendor. */
export interface TracedCall {
  readonly vendor: string;
  /** `READ`, `SEND`. */
  readonly kind: string;
  readonly method: string;
  /** The template, never a real id. */
  readonly route: string;
  /** The full address, of which a span names host and port alone; null where it is not known. */
  readonly url: string | null;
  /** Requests of the same call before this one. */
  readonly resends: number;
  /** Epoch milliseconds; absent for now. */
  readonly startedAt?: number;
}

/** The end of one request to a vendor. */
export interface CallOutcome {
  /** Null where no whole answer came. */
  readonly status: number | null;
  /** Why no whole answer came, in one word; null where one came. */
  readonly fault: string | null;
  /** Of the operations that the answer is for. */
  readonly traces: readonly (Trace | null)[];
}

/** The span of one request to a vendor. */
export interface CallSpan {
  /** `traceparent` and `tracestate` for the vendor; null where it is given none. */
  readonly headers: Readonly<Record<string, string>> | null;
  end(outcome: CallOutcome): void;
}

/** The part of one operation in a trace; there are none where traces are off. */
export interface Trace {
  /** 32 hexadecimal digits; null for calls that belong to no request, each of which is a trace of its own. */
  readonly traceId: string | null;
  /** @returns null where the request is neither recorded nor given a context */
  startCall(call: TracedCall): CallSpan | null;
}

/** What lines of the log name a request by. */
export interface RequestIds {
  /** As in the answer; null outside of any request. */
  readonly requestId: string | null;
  /** Null where traces are off. */
  readonly trace: Trace | null;
}

export const NO_REQUEST: RequestIds = { requestId: null, trace: null };

/** What a vendor sends back, as a value: so that what goes wrong on the way can be put over any answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Milliseconds before anything is sent. */
  readonly delay?: number;
  /** How the way back fails; without it the answer arrives whole. */
  readonly failure?: Failure;
}

/**
 * `reset`: the connection is torn down without an answer. `silence`: nothing ever comes.
 * `cut`: the headers promise the whole body, the connection closes in its middle. `flood`: JSON that goes on for 32 MB.
 */
export type Failure = 'reset' | 'silence' | 'cut' | 'flood';

export function sendJson(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    text: JSON.stringify(body),
  };
}

export function sendText(
  status: number,
  text: string,
  contentType: string,
  headers: Record<string, string> = {},
): Reply {
  return { status, headers: { 'content-type': contentType, ...headers }, text };
}

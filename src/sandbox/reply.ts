import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** The answer of a stand-in as a value, so that a fault can be applied to any answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Milliseconds before anything is sent. */
  readonly delay?: number;
  /** How the transfer fails; without it the answer arrives complete. */
  readonly failure?: Failure;
}

/**
 * `reset`: the connection is reset without an answer. `silence`: nothing is ever sent. `cut`: the headers announce the
 * whole body, the connection closes in its middle. `flood`: 32 MB of JSON.
 */
export type Failure = 'reset' | 'silence' | 'cut' | 'flood';

/** Until then tracking answers this instead of what was sent. */
export interface TrackingFailure {
  readonly reply: Reply | 'absent';
  /** Epoch milliseconds. */
  readonly until: number;
}

export function sendJson(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    text: JSON.stringify(body),
  };
}

/** Resolves after so many milliseconds, or as soon as the sandbox closes. */
export type Wait = (milliseconds: number, closing: AbortSignal) => Promise<unknown>;

/** An unfinished wait does not keep the process alive. */
export const realTime: Wait = (milliseconds, signal) =>
  wait(milliseconds, undefined, { ref: false, signal }).catch(() => undefined);

/** Sends one reply, or fails as the reply says. Resolves when nothing is left to do. */
export async function writeReply(
  response: ServerResponse,
  reply: Reply,
  recordStatus: (status: number) => void,
): Promise<void> {
  if (reply.failure === 'silence') return;
  if (reply.failure === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  recordStatus(reply.status);
  if (reply.failure === 'flood') return flood(response, reply);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.text) });
  if (reply.failure === 'cut') response.write(firstHalf(reply.text), () => response.destroy());
  else response.end(reply.text);
}

export const firstHalf = (text: string): string => text.slice(0, Math.ceil(text.length / 2));

/** 32 MB of well-formed JSON, until the caller disconnects. */
async function flood(response: ServerResponse, reply: Reply): Promise<void> {
  response.writeHead(reply.status, reply.headers);
  response.write('{"padding":"');
  const megabyte = 'x'.repeat(1_048_576);
  for (let sent = 0; sent < 32 && !response.destroyed; sent += 1) {
    await new Promise<void>((resolve) => {
      response.write(megabyte, () => resolve());
    });
  }
  response.end('"}');
}

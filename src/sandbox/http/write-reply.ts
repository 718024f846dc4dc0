import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from './reply.js';

/** Resolves after so many milliseconds, or as soon as the sandbox closes. */
export type Wait = (milliseconds: number, closing: AbortSignal) => Promise<unknown>;

/** An unfinished wait does not keep the process alive. */
export const realTime: Wait = (milliseconds, signal) =>
  wait(milliseconds, undefined, { ref: false, signal }).catch(() => undefined);

/** Sends one reply, or fails on the way as the reply says. Resolves when there is nothing left to do. */
export async function writeReply(
  response: ServerResponse,
  reply: Reply,
  note: (status: number) => void,
): Promise<void> {
  if (reply.failure === 'silence') return;
  if (reply.failure === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  note(reply.status);
  const length = Buffer.byteLength(reply.text);
  if (reply.failure === 'flood') return flood(response, reply);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': length });
  if (reply.failure === 'cut') {
    response.write(reply.text.slice(0, Math.ceil(reply.text.length / 2)), () => response.destroy());
    return;
  }
  response.end(reply.text);
}

/** 32 MB of well-formed JSON, for as long as the caller listens. */
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

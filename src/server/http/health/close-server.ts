import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

export interface ClosePatience {
  /** For everything that runs, milliseconds. */
  readonly answersMs: number;
  /** For sends, milliseconds. */
  readonly sendsMs: number;
  /** Resolves when no send is under way. */
  readonly sendsDone: () => Promise<void>;
}

const SWEEP_MS = 100;
/** For the answers of the last sends to be written. */
const LAST_WRITES_MS = 500;

/**
 * Lets an HTTP server end: nobody new comes in, connections without a request go at once, busy ones after their
 * answer. What takes longer than its time is cut off; a send is waited for also when its caller has hung up.
 * @returns the function that ends it; whether everything was answered
 */
export function createServerClose(app: FastifyInstance): (patience: ClosePatience) => Promise<boolean> {
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  /** Node counts a connection that never asked anything as busy. */
  const sweep = (): void => {
    app.server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };

  return async ({ answersMs, sendsMs, sendsDone }) => {
    const closed = app.close();
    sweep();
    const sweeping = setInterval(sweep, SWEEP_MS);
    const sends = within(sendsDone(), sendsMs);
    const inTime = await within(closed, answersMs);
    const settled = await sends;
    if (!inTime) await within(closed, LAST_WRITES_MS);
    clearInterval(sweeping);
    for (const socket of sockets) socket.destroy();
    await within(closed, LAST_WRITES_MS);
    return inTime && settled;
  };
}

/** Whether it ended within this time. */
export async function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, milliseconds, false)));
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

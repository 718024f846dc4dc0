import { fork } from 'node:child_process';
import { once } from 'node:events';

const PROGRAM = new URL('subscribers.js', import.meta.url).pathname;

/** Ids of messages that the upstream answers as queued. @param {number} count */
export const messageIds = (count) =>
  Array.from({ length: count }, (_, index) => `aaaaaaaa-aaaa-4aaa-8aaa-${String(index).padStart(12, '0')}`);

/** The process that holds subscriptions. */
export function startSubscribers() {
  const child = fork(PROGRAM, { stdio: 'inherit' });
  process.on('exit', () => child.kill('SIGKILL'));
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process of the subscribers ended with ${code}`);
  });
  ended.catch(() => undefined);
  /** @param {import('./subscribers.js').Command} command @returns {Promise<any>} */
  const ask = async (command) => {
    child.send(command);
    return (await Promise.race([once(child, 'message'), ended]))[0];
  };
  return {
    /** Resolves once each has had its first update. @param {string} url @param {string[]} ids */
    open: (url, ids) => ask({ do: 'open', url, ids }),
    close: () => ask({ do: 'close' }),
    /** What was received since, and when, in milliseconds since the epoch. @returns {Promise<[id: string, updatedAt: string, at: number][]>} */
    times: () => ask({ do: 'times' }),
    stop: () => void child.kill(),
  };
}

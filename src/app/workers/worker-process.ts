import cluster from 'node:cluster';
import { createChannel, type ChannelOptions } from './channel.js';
import { passOnHandedConnections } from './handed-connections.js';
import type { Message, Notice, ChannelRequest } from './messages.js';
import { WORKER_MARK } from './worker-mark.js';

/** One worker, seen from the primary process. */
export interface WorkerProcess {
  /** Of this process, never used again. */
  readonly id: number;
  readonly pid: number | null;
  request(request: ChannelRequest): Promise<unknown>;
  notify(notice: Notice): void;
  /** At once, by the signal that cannot be caught. */
  kill(): void;
}

export interface WorkerProcessOptions extends Pick<ChannelOptions, 'answer' | 'onNotice'> {
  readonly othersListen: () => boolean;
  /** After its last write to the standard output, which it shares with this process. */
  readonly ended: (code: number | null, signal: NodeJS.Signals | null) => void;
}

export function startWorker({ othersListen, answer, onNotice, ended }: WorkerProcessOptions): WorkerProcess {
  const worker = cluster.fork({ [WORKER_MARK]: '1' });
  const { process: child } = worker;
  passOnHandedConnections(child, othersListen);
  const channel = createChannel({
    send(message) {
      if (!worker.isConnected()) return false;
      worker.send(message, () => undefined); // it may end meanwhile, which `ended` reports
      return true;
    },
    answer,
    onNotice,
  });
  worker.on('message', (message: Message) => channel.receive(message));
  worker.on('error', () => undefined); // of a message that could not be sent
  worker.on('disconnect', () => channel.close());
  child.once('exit', (code: number | null, signal: NodeJS.Signals | null) => {
    channel.close();
    ended(code, signal);
  });
  return {
    id: worker.id,
    pid: child.pid ?? null,
    request: channel.request,
    notify: channel.notify,
    kill: () => void child.kill('SIGKILL'),
  };
}

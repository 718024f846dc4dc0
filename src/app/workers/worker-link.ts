import cluster from 'node:cluster';
import type { Seen, SharedSeen } from '../../sends/seen.js';
import type { RateStore } from '../../server/rates/rate-store.js';
import type { FetchToken } from '../../vendors/vendor.js';
import { createChannel } from './channel.js';
import type { Message, RateKind, TokenGrant, WorkerCounts, WorkerReady, WorkerStart } from './messages.js';
import { createSharedRateStore } from './shared-rates.js';

/** What a worker has together with the others, by way of the primary process. */
export interface WorkerLink extends WorkerStart {
  counts(): WorkerCounts;
  /** Counts with the other workers; alone once the primary process has ended. */
  rateStore(kind: RateKind): RateStore;
  /** Of the ledger's store. */
  readonly seen: SharedSeen;
  /** @param kept what this worker has read @returns the secret of the first worker that asked */
  callbackSecret(kept: string): Promise<string>;
  /** Fetches a token that the other workers use too, or takes theirs. */
  shareToken: ShareToken;
  /** The page of all workers. @throws Error where the primary process has ended */
  metricsPage(): Promise<string>;
  /** Resolves where this worker stops and others go on; never where the primary process stops too. */
  stopsAlone(): Promise<unknown>;
  /** Gives the metrics of this worker a last time, where the primary process still is there. */
  sendLastMetrics(): Promise<void>;
  /** Gives the metrics of this worker. */
  showMetrics(read: () => Promise<unknown>): void;
  ready(ready: WorkerReady): void;
  /** Calls back when the primary process stops the workers, or has ended. */
  onStop(stop: () => void): void;
}

/** @param account a name of the account @param forMs how long a fetch takes at most */
export type ShareToken = (account: string, forMs: number) => (fetch: FetchToken) => FetchToken;

/** In a worker: asks the primary process for its settings and its place. */
export async function joinPrimary(): Promise<WorkerLink> {
  let counts: WorkerCounts = { running: 0, wanted: 0 };
  let readMetrics: () => Promise<unknown> = () => Promise.resolve([]);
  let rolledBack: (cause: string) => void = () => undefined;
  let isStopped = false;
  let stop: (() => void) | null = null;
  const end = (): void => {
    isStopped = true;
    stop?.();
  };

  const worker = cluster.worker!;
  const channel = createChannel({
    send(message) {
      if (!process.connected) return false;
      process.send!(message, () => undefined); // a primary that ends disconnects
      return true;
    },
    answer: (request) => (request.about === 'metrics' ? readMetrics() : Promise.reject(new Error('not mine'))),
    onNotice(notice) {
      if (notice.about === 'stop') end();
      else if (notice.about === 'ledger' && notice.seen.rolledBack !== null) rolledBack(notice.seen.rolledBack);
      else if (notice.about === 'workers') counts = { running: notice.running, wanted: notice.wanted };
    },
  });
  process.on('message', (message: Message) => channel.receive(message));
  worker.on('error', () => undefined); // of a message to a primary process that is gone, which `disconnect` reports
  worker.on('disconnect', () => {
    worker.exitedAfterDisconnect = stop !== null; // else node ends the process at once: right where it still starts, and has no sends
    channel.close();
    end();
  });
  const start = (await channel.request({ about: 'place' })) as WorkerStart;

  return {
    ...start,
    counts: () => counts,
    rateStore: (kind) => createSharedRateStore(channel, kind),
    seen: {
      share: (seen) => channel.request({ about: 'ledger', seen }) as Promise<Seen>,
      publish: (seen) => channel.notify({ about: 'ledger', seen }),
      onRolledBack: (listener) => void (rolledBack = listener),
    },
    callbackSecret: (secret) => channel.request({ about: 'callback-secret', secret }) as Promise<string>,
    shareToken: (account, forMs) => (fetch) => {
      let held = 0;
      return async (deadline) => {
        const grant = (await channel
          .request({ about: 'token', account, held, forMs })
          .catch(() => null)) as TokenGrant | null;
        if (grant === null) return fetch(deadline);
        if (grant.token) {
          held = grant.number;
          return grant.token;
        }
        const { number } = grant;
        try {
          const token = await fetch(deadline);
          held = number;
          channel.notify({ about: 'token', account, number, token });
          return token;
        } catch (error) {
          channel.notify({ about: 'token', account, number, token: null });
          throw error;
        }
      };
    },
    metricsPage: () => channel.request({ about: 'metrics' }) as Promise<string>,
    async stopsAlone() {
      const isAlone = await channel.request({ about: 'alone' }).catch(() => false);
      return isAlone === true || new Promise(() => undefined);
    },
    async sendLastMetrics() {
      await channel.request({ about: 'last-metrics', metrics: await readMetrics() }).catch(() => undefined);
    },
    showMetrics: (read) => void (readMetrics = read),
    ready: (ready) => channel.notify({ about: 'ready', ...ready }),
    onStop(listener) {
      stop = listener;
      if (isStopped) listener();
    },
  };
}

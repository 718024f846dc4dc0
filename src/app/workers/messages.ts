import type { Seen } from '../../sends/seen.js';
import type { FetchedToken } from '../../vendor-client/authorization.js';
import type { StartSettings } from '../start-settings.js';

/** What a worker and the primary process send each other, as JSON. */
export type Message =
  | { readonly type: 'request'; readonly id: number; readonly request: ChannelRequest }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  /** The request cannot be answered. */
  | { readonly type: 'refuse'; readonly id: number }
  | { readonly type: 'notify'; readonly notice: Notice };

export type ChannelRequest =
  /** Of a worker that starts. The answer is a WorkerStart. */
  | { readonly about: 'place' }
  /** See RateStore.take. The answer is a RateTaken. */
  | (RateName & { readonly about: 'rate'; readonly limit: number })
  /**
   * The answer is a TokenGrant. `held`: the number of the token that the worker has; `forMs`: how long it takes at most
   * to fetch one.
   */
  | { readonly about: 'token'; readonly account: string; readonly held: number; readonly forMs: number }
  /** Of what the worker has seen of the ledger's store. The answer is the Seen of all workers, those that have ended too. */
  | { readonly about: 'ledger'; readonly seen: Seen }
  /** Of the callbacks of vendors. The answer is the first one that was sent. */
  | { readonly about: 'callback-secret'; readonly secret: string }
  /** To the primary: the answer is the page. To a worker: it is the worker's metrics as JSON. */
  | { readonly about: 'metrics' }
  /** Of a worker that is stopping. The answer is whether others listen and go on. */
  | { readonly about: 'alone' }
  /** Of a worker before it ends, whose metrics nobody can read afterwards. */
  | { readonly about: 'last-metrics'; readonly metrics: unknown };

export type Notice =
  /** Of a worker that listens. */
  | ({ readonly about: 'ready' } & WorkerReady)
  | (RateName & { readonly about: 'rate' })
  /** Of a worker at every change; of the primary where the ledger was rolled back. */
  | { readonly about: 'ledger'; readonly seen: Seen }
  /** The end of a fetch that was granted: the token, or null where there is none. */
  | { readonly about: 'token'; readonly account: string; readonly number: number; readonly token: FetchedToken | null }
  /** Of the primary, at every change. */
  | ({ readonly about: 'workers' } & WorkerCounts)
  /** Of the primary: to end after everything under way. */
  | { readonly about: 'stop' };

interface RateName {
  readonly kind: RateKind;
  readonly name: string;
  readonly amount: number;
}

export type RateKind = 'operations' | 'calls';

export interface RateTaken {
  /** Null where it fits; else how long until the window ends, milliseconds. */
  readonly wait: number | null;
  readonly window: { readonly taken: number; readonly leftMs: number } | null;
}

export interface WorkerPosition {
  /** From 0. */
  readonly index: number;
  readonly count: number;
  /** Where those before it listen; null for what the settings say. */
  readonly ports: Ports | null;
  /** Whether no worker has listened before it. */
  readonly isFirst: boolean;
}

export interface WorkerStart {
  readonly place: WorkerPosition;
  /** As the primary process read them at its start: a worker that reads another store than the others sends twice. */
  readonly settings: StartSettings;
}

export interface Ports {
  readonly port: number;
  readonly metricsPort: number | null;
}

export interface WorkerReady {
  readonly ports: Ports;
  /** What the start prints for people. */
  readonly welcome: string;
}

export interface WorkerCounts {
  /** Those that listen. */
  readonly running: number;
  readonly wanted: number;
}

export interface TokenGrant {
  /** Of the token, or of the one that the worker may fetch now. */
  readonly number: number;
  readonly token: FetchedToken | null;
}

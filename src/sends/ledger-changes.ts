import type { CancelEnd, SendFacts, SendKind } from './send-ledger.js';

/**
 * What is written down, in the order that decides. Tenants, keys, inputs and vendor ids are fingerprints. Times are
 * epoch milliseconds of the writer's ledger clock, so that every process that reads the same changes in the same order
 * comes to the same state.
 */
export type Change =
  | {
      readonly op: 'bind';
      readonly tenant: string;
      readonly key: string;
      readonly id: string;
      readonly kind: SendKind;
      readonly input: string;
      readonly scheduledAt?: number | null;
      readonly facts?: SendFacts;
      /** JSON, see BindRequest; empty for none. */
      readonly draft?: string;
      /** Of the canonical input. */
      readonly form: number;
      /** The process that sends. */
      readonly owner: string;
      readonly at: number;
      /** Until when the key answers once the send is accepted. */
      readonly keyUntil: number;
      /** Until when the send is kept. */
      readonly until: number;
    }
  | {
      readonly op: 'accept';
      readonly tenant: string;
      readonly id: string;
      readonly at: number;
      readonly vendor: string;
      /** JSON. */
      readonly receipt: string;
      /** Who reports it: the answer to its request when left out. */
      readonly by?: 'CALLBACK' | 'PERSON';
      readonly isBelieved?: boolean;
      /** Until when the key answers from now on; the record is kept as long. */
      readonly keyUntil?: number;
    }
  | { readonly op: 'free' | 'lose' | 'notSent'; readonly tenant: string; readonly id: string; readonly at: number }
  /** An attempt to cancel, by its id. */
  | {
      readonly op: 'cancel';
      readonly tenant: string;
      readonly id: string;
      readonly vendor: string;
      readonly owner: string;
      readonly at: number;
      readonly until: number;
    }
  | {
      readonly op: 'cancelEnd';
      readonly tenant: string;
      readonly id: string;
      readonly vendor: string;
      readonly at: number;
      readonly end: CancelEnd;
    }
  | { readonly op: 'denyCancel'; readonly tenant: string; readonly vendor: string; readonly at: number }
  /** The time, so that a start knows how long ago the last process ran. */
  | {
      readonly op: 'seen';
      readonly by: string;
      readonly at: number;
      /** The same moment on the monotonic clock of the writer's boot, milliseconds. */
      readonly monotonic?: number;
    }
  /** Keys that answered at `since` answer at least until `until`, and their sends are kept as long. */
  | { readonly op: 'extend'; readonly by: string; readonly since: number; readonly until: number };

import { type Callbacks, createCallbacks, realTimer, type SetTimer } from './callbacks.js';
import { type CampaignStore, createCampaignStore } from './campaigns.js';
import { createFlowStore, type FlowStore } from './failover-flows.js';
import type { Clock } from './life.js';
import { createMessageStore, type MessageStore } from './messages.js';
import { realTime, type Wait } from './reply.js';
import type { ViberMessage } from './viber-message.js';

/** What the stand-ins of one sandbox share: clock, sample data, log of requests, options. */
export interface World {
  readonly clock: Clock;
  readonly campaigns: CampaignStore;
  readonly flows: FlowStore;
  readonly messages: MessageStore;
  readonly calls: CallLog;
  readonly callbacks: Callbacks;
  /** Messages that were sent together, for whoever reports on them. */
  readonly sent: Listeners<readonly ViberMessage[]>;
  readonly host: string;
  readonly wait: Wait;
  readonly tokenLifeSeconds: number;
}

export interface WorldOptions {
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** Shifts layouts, countries and prices of the sample messages; ids, names and final states stay. A whole number from 0. */
  readonly seed?: number;
  /** Epoch milliseconds. Sample data is dated relative to the first answer. */
  readonly now?: () => number;
  /** Waits before a delayed answer; in real time by default. */
  readonly wait?: Wait;
  /** Of callbacks; in real time by default. */
  readonly setTimer?: SetTimer;
  /** 3600 by default, as Routee's. */
  readonly tokenLifeSeconds?: number;
}

export function createWorld(options: WorldOptions = {}): World {
  const { now = Date.now, seed = 0, host = '127.0.0.1', wait = realTime } = options;
  const { tokenLifeSeconds = 3600, setTimer = realTimer } = options;
  const clock: Clock = { now, startedAt: now() };
  const campaigns = createCampaignStore(clock, seed);
  const flows = createFlowStore(clock);
  const messages = createMessageStore(campaigns, flows);
  return {
    clock,
    campaigns,
    flows,
    messages,
    calls: createCallLog(),
    callbacks: createCallbacks({ clock, setTimer }),
    sent: createListeners(),
    host,
    wait,
    tokenLifeSeconds,
  };
}

export interface Listeners<Value> {
  add(listener: (value: Value) => void): void;
  call(value: Value): void;
}

function createListeners<Value>(): Listeners<Value> {
  const listeners: ((value: Value) => void)[] = [];
  return {
    add: (listener) => void listeners.push(listener),
    call: (value) => listeners.forEach((listener) => listener(value)),
  };
}

/** One request that reached the sandbox. */
export interface SandboxCall {
  readonly vendor: string;
  readonly method: string;
  /** The path with its query, as received. */
  readonly path: string;
  /** The template that matched, such as `/viber/tracking/{trackingId}`; null when none did. */
  readonly route: string | null;
  /** The HTTP status; null until an answer is written, and when the connection broke first. */
  readonly status: number | null;
  /** When it was received, in epoch milliseconds of the sandbox's clock. */
  readonly at: number;
}

export interface CallLog {
  /** Records a request; the function that is returned records its status. */
  add(call: Omit<SandboxCall, 'status'>): (status: number) => void;
  list(): readonly SandboxCall[];
  clear(): void;
}

/** The newest are kept, the oldest first. */
const MAX_CALLS = 10_000;

function createCallLog(): CallLog {
  let calls: (Omit<SandboxCall, 'status'> & { status: number | null })[] = [];
  return {
    add(call) {
      const entry: (typeof calls)[number] = { ...call, status: null };
      calls.push(entry);
      if (calls.length > MAX_CALLS) calls.shift();
      return (status) => {
        entry.status = status;
      };
    },
    list: () => calls.map((call) => ({ ...call })),
    clear() {
      calls = [];
    },
  };
}

import { type Clock, hour, minute, second } from './life.js';
import { createJsonPoster } from './post-json.js';

/** Calls back after so many milliseconds. @returns how to cancel it */
export type SetTimer = (milliseconds: number, call: () => void) => () => void;

/** Longer timers of Node fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A timer that waits does not keep the process alive. */
export const realTimer: SetTimer = (milliseconds, call) => {
  const timer = setTimeout(call, milliseconds).unref();
  return () => clearTimeout(timer);
};

/** One change that a vendor reports. */
export interface Callback {
  /** As the call log names it. */
  readonly vendor: string;
  readonly url: string;
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number;
  /** Asked when it is due, and not for its repetitions. Null: there is nothing to report any more. */
  body(): unknown;
}

/** A callback that was posted, or would have been. */
export interface SandboxCallback {
  readonly vendor: string;
  /** `/callbacks/{vendor}/{token}` for the graph's own address, since a token is secret; the whole address for any other. */
  readonly route: string;
  /** False for an address that is not the graph's: nothing is sent there. */
  readonly isPosted: boolean;
  /** From 1. */
  readonly attempt: number;
  /** Null until there is an answer, and where there is none within two seconds. */
  readonly status: number | null;
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number;
}

interface Post {
  readonly vendor: string;
  readonly url: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly firstAt: number;
}

/** Where the graph can be reached. */
export interface CallbackAddresses {
  /** Its PUBLIC_URL, without a slash at its end. */
  readonly publicUrl: string;
  /** By the vendor's name: the address that an account has set in the vendor's console. */
  readonly accountUrls?: Readonly<Record<string, string>>;
}

/** Posts what the vendors report. */
export interface Callbacks {
  /** Until then, every address counts as another's. */
  useAddresses(addresses: CallbackAddresses): void;
  /** The address that the vendor's account has set; null for none. */
  accountUrl(vendor: string): string | null;
  schedule(callback: Callback): void;
  /** Calls back at that time of the sandbox's clock, at once for a time that is over. */
  callAt(at: number, call: () => void): void;
  list(): readonly SandboxCallback[];
  close(): void;
}

/** After so long without an answer, Routee drops the connection (Routee docs: callbacks). */
const DEADLINE_MS = 2 * second;

/**
 * Routee's 12 repetitions, counted from the first attempt (Routee docs: callbacks). GMS documents none: here it repeats
 * as Routee does.
 */
// prettier-ignore
const REPETITIONS_MS = [
  30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 4 * hour, 8 * hour, 24 * hour,
];

const MAX_RUNNING = 32;
/** Of the callbacks that are listed, the newest. */
const MAX_LISTED = 10_000;

export function createCallbacks({ clock, setTimer }: { clock: Clock; setTimer: SetTimer }): Callbacks {
  const poster = createJsonPoster(MAX_RUNNING);
  const closing = new AbortController();
  const timers = new Set<() => void>();
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  let addresses: CallbackAddresses | null = null;
  let listed: (SandboxCallback & { status: number | null })[] = [];

  function callAfter(milliseconds: number, call: () => void): void {
    const cancel = setTimer(Math.min(milliseconds, LONGEST_TIMER_MS), () => {
      timers.delete(cancel);
      call();
    });
    timers.add(cancel);
  }

  function callAt(at: number, call: () => void): void {
    if (closing.signal.aborted) return;
    const remaining = at - clock.now();
    // again where the timer was too long for Node, or was early
    callAfter(Math.max(0, remaining), () => (clock.now() < at ? callAt(at, call) : call()));
  }

  function runNext(): void {
    while (running < MAX_RUNNING && !closing.signal.aborted) {
      const next = waiting.shift();
      if (!next) return;
      running += 1;
      void next().finally(() => {
        running -= 1;
        runNext();
      });
    }
  }

  async function postWithDeadline(url: string, text: string): Promise<number | null> {
    const late = new AbortController();
    const cancel = setTimer(DEADLINE_MS, () => late.abort());
    const status = await poster.post(url, text, AbortSignal.any([late.signal, closing.signal]));
    cancel();
    return status;
  }

  function attempt(post: Post, number: number): void {
    const { vendor, url, text, firstAt } = post;
    const route = routeOf(url, addresses);
    const entry = {
      vendor,
      route: route ?? url,
      isPosted: route !== null,
      attempt: number,
      status: null as number | null,
      at: clock.now(),
    };
    listed.push(entry);
    if (listed.length > 2 * MAX_LISTED) listed = listed.slice(-MAX_LISTED);
    if (route === null) return;
    waiting.push(async () => {
      entry.status = await postWithDeadline(url, text);
      const repetition = REPETITIONS_MS[number - 1];
      if (entry.status === 200 || repetition === undefined) return;
      callAt(firstAt + repetition, () => attempt(post, number + 1));
    });
    runNext();
  }

  return {
    useAddresses: (known) => void (addresses = known),
    accountUrl: (vendor) => addresses?.accountUrls?.[vendor] ?? null,
    schedule({ vendor, url, at, body: read }) {
      callAt(at, () => {
        const body = read();
        if (body !== null) attempt({ vendor, url, text: JSON.stringify(body), firstAt: clock.now() }, 1);
      });
    },
    callAt,
    list: () => listed.slice(-MAX_LISTED).map((entry) => ({ ...entry })),
    close() {
      closing.abort();
      for (const cancel of timers) cancel();
      timers.clear();
      poster.close();
    },
  };
}

/** Of an address below the graph's own; null for any other. */
function routeOf(url: string, addresses: CallbackAddresses | null): string | null {
  if (addresses === null || !url.startsWith(`${addresses.publicUrl}/callbacks/`)) return null;
  return '/callbacks/{vendor}/{token}';
}

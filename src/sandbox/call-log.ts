/** One request that reached the sandbox. */
export interface SandboxCall {
  readonly vendor: 'routee' | 'gms';
  readonly method: string;
  /** The path with its query, as it came. */
  readonly path: string;
  /** The template that fitted, such as `/viber/tracking/{trackingId}`; null when none did. */
  readonly route: string | null;
  /** The HTTP status; null while no answer has left, and for ever when the connection broke first. */
  readonly status: number | null;
  /** When it came, in epoch milliseconds of the sandbox's clock. */
  readonly at: number;
}

export interface CallLog {
  /** Notes a request; the function that comes back notes its status. */
  add(call: Omit<SandboxCall, 'status'>): (status: number) => void;
  list(): readonly SandboxCall[];
  clear(): void;
}

/** Keeps the newest `capacity` calls, oldest first. */
export function createCallLog(capacity = 10_000): CallLog {
  let calls: (Omit<SandboxCall, 'status'> & { status: number | null })[] = [];
  return {
    add(call) {
      const entry: (typeof calls)[number] = { ...call, status: null };
      calls.push(entry);
      if (calls.length > capacity) calls.shift();
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

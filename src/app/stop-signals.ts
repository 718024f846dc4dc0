export interface StopRequestsOptions {
  /** Stops gracefully. */
  readonly stop: () => Promise<void>;
  /** Ends the process; called once. */
  readonly exit: (code: number) => void;
  readonly onError: (error: unknown) => void;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

export interface StopRequests {
  /** On SIGTERM, SIGINT or SIGHUP: the first stops gracefully, a later one ends the process at once with code 1. */
  signal(): void;
  /** The program that started this one has ended: stops gracefully, unless that is under way already. */
  parentEnded(): void;
  /** After an exception that nothing caught: stops gracefully, then ends with code 1. */
  fail(): void;
}

/**
 * One request to stop may come as several signals: a terminal and systemd signal npm and Node at once, and npm passes its own
 * on. Those within this time count as one; milliseconds.
 */
const ONE_REQUEST_MS = 1000;

export function createStopRequests({
  stop,
  exit,
  onError,
  now = () => performance.now(),
}: StopRequestsOptions): StopRequests {
  let signalledAt: number | null = null;
  let isStopping = false;
  let hasEnded = false;
  let code = 0;
  const end = (exitCode: number): void => {
    if (hasEnded) return;
    hasEnded = true;
    exit(exitCode);
  };
  const stopOnce = (): void => {
    if (isStopping) return;
    isStopping = true;
    stop().then(
      () => end(code),
      (error: unknown) => {
        onError(error);
        end(1);
      },
    );
  };
  return {
    signal() {
      if (signalledAt !== null && now() - signalledAt >= ONE_REQUEST_MS) return end(1);
      signalledAt ??= now();
      stopOnce();
    },
    parentEnded: stopOnce,
    fail() {
      code = 1;
      stopOnce();
    },
  };
}

const PARENT_CHECK_MS = 500;

/** `npm start` and `npx`, which set the name of what they run. */
const OF_NPM: readonly (string | undefined)[] = ['start', 'npx'];

/** Whether another program started this one and waits for its end: npm, or bin/messaging-graph.js, which sets the other variable. */
export const hasLauncher = (environment: Readonly<Record<string, string | undefined>>): boolean =>
  OF_NPM.includes(environment['npm_lifecycle_event']) || environment['MESSAGING_GRAPH_LAUNCHER'] !== undefined;

/** Calls back once when another process has become the parent of this one, which is how an orphan is recognized. */
export function watchParent(onEnd: () => void, parentId: () => number = () => process.ppid): void {
  const parent = parentId();
  const checking = setInterval(() => {
    if (parentId() === parent) return;
    clearInterval(checking);
    onEnd();
  }, PARENT_CHECK_MS).unref();
}

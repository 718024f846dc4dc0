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
export const ONE_REQUEST_MS = 1000;

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

/** The variable that has the id of the process that started the program and waits for its end. */
export const LAUNCHER = 'MESSAGING_GRAPH_LAUNCHER';

/** `npm start` and `npx`, which set the name of what they run. */
const OF_NPM: readonly (string | undefined)[] = ['start', 'npx'];

/**
 * @param parent of this process, taken at its start: a launcher that ends later is noticed
 * @returns the id of the process that started this one and waits for its end: npm, or what bin/messaging-graph.js names in
 * LAUNCHER; null where there is none
 */
export function launcherOf(environment: Readonly<Record<string, string | undefined>>, parent: number): number | null {
  const named = environment[LAUNCHER];
  if (named !== undefined) return Number(named);
  return OF_NPM.includes(environment['npm_lifecycle_event']) ? parent : null;
}

/** Calls back once when another process than the launcher is the parent of this one, which is how an orphan is recognized. */
export function watchLauncher(launcher: number, onEnd: () => void, parentId: () => number = () => process.ppid): void {
  const checking = setInterval(() => {
    if (parentId() === launcher) return;
    clearInterval(checking);
    onEnd();
  }, PARENT_CHECK_MS).unref();
}

import { readFileSync } from 'node:fs';

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

/** The variable that has the ids of a launcher, with a space between. */
export const LAUNCHER = 'MESSAGING_GRAPH_LAUNCHER';

/**
 * The id of the process that started the program and waits for its end. Where that is a shell of npm, the id of npm follows:
 * the shell goes on without it.
 */
export type Launcher = readonly number[];

export interface ProcessFacts {
  readonly name: string;
  readonly parent: number;
}

/** `npm start` and `npx`, which set the name of what they run. */
const OF_NPM: readonly (string | undefined)[] = ['start', 'npx'];
const SHELL = /^(a|ba|da|k|z)?sh$/;

/**
 * @param parent of this process, taken at its start: a launcher that ends later is noticed
 * @returns npm, or what bin/messaging-graph.js names in LAUNCHER; null where nothing waits for the end of this process
 */
export function launcherOf(
  environment: Readonly<Record<string, string | undefined>>,
  parent: number,
  factsOf: (pid: number) => ProcessFacts | null = readProcess,
): Launcher | null {
  const named = environment[LAUNCHER];
  if (named !== undefined) return named.split(' ').map(Number);
  if (!OF_NPM.includes(environment['npm_lifecycle_event'])) return null;
  const facts = factsOf(parent);
  return facts !== null && SHELL.test(facts.name) ? [parent, facts.parent] : [parent];
}

/** Calls back once when a process of the launcher has ended: the one that it started then has another parent. */
export function watchLauncher(
  [launcher, npm]: Launcher,
  onEnd: () => void,
  parentId: () => number = () => process.ppid,
  factsOf: (pid: number) => ProcessFacts | null = readProcess,
): void {
  const checking = setInterval(() => {
    if (parentId() === launcher && (npm === undefined || factsOf(launcher)?.parent === npm)) return;
    clearInterval(checking);
    onEnd();
  }, PARENT_CHECK_MS).unref();
}

/** Linux alone, by proc(5). @returns null where it is not known */
function readProcess(pid: number): ProcessFacts | null {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))!;
    return { name: name!, parent: Number(parent) };
  } catch {
    return null;
  }
}

import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { type Problem, problemsOf } from './errors.js';
import { readEventsEnd } from './events-end.js';
import type { SocketContext } from './socket.js';

/** `waiting`: the connection was lost and is tried again; `ended`: nothing more will come; `refused`: see the problem. */
export type FollowState = 'connecting' | 'live' | 'waiting' | 'ended' | 'refused';

/** What every update of a subscription has; `isLast` is absent in the feed of events. */
interface Update {
  readonly cursor: string;
  readonly isLast?: boolean;
}

export interface Follower<Data> {
  readonly update?: (data: Data) => void;
  readonly state?: (state: FollowState, problem: Problem | null) => void;
  /** Something may have been missed: what is on the screen is to be read again. */
  readonly missed?: () => void;
}

export interface FollowOptions {
  /** Its first update is not the present state: without a cursor it begins at the end of the log, which is read first. */
  readonly isFeed?: boolean;
  /** What is on the screen was read before the place that it begins at was known: `missed` is called once it is open. */
  readonly isLate?: boolean;
  readonly openAfterMs?: number;
}

/** Without events outside browsers. */
const page = globalThis as Partial<EventTarget>;

const LONGEST_WAIT_MS = 15_000;
/** A refusal comes at once; a feed of events that is open may be silent for hours. */
const OPEN_AFTER_MS = 1000;
const CURSOR_LOST = 'INVALID_EVENT_CURSOR';

/**
 * A subscription that goes on after each loss of its connection, from its last cursor, so that nothing is lost or reported
 * twice. @param variables with the cursor that it begins at, if any @returns ends it
 */
export function follow<Data extends object, Variables extends OperationVariables>(
  client: ApolloClient,
  query: TypedDocumentNode<Data, Variables & { after?: string | null }>,
  variables: Variables & { after?: string | null },
  follower: Follower<Data>,
  { isFeed = false, isLate = false, openAfterMs = OPEN_AFTER_MS }: FollowOptions = {},
): () => void {
  let cursor = variables.after ?? null;
  let failures = 0;
  let mayHaveMissed = isLate;
  let isOver = false;
  let stream: { unsubscribe(): void } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    clearTimeout(timer);
    stream?.unsubscribe();
    if (isFeed && cursor === null) findEnd();
    else subscribe();
  }

  function findEnd(): void {
    let isDone = false;
    stream = { unsubscribe: () => void (isDone = true) };
    readEventsEnd(client).then(
      (end) => {
        if (isDone) return;
        cursor = end;
        subscribe();
      },
      (error: unknown) => isDone || lost(problemsOf(error)),
    );
  }

  function subscribe(): void {
    let isDone = false; // one stream fails or completes once
    let isOpen = false;
    const opened = (): void => {
      if (isOpen || isDone || isOver) return;
      isOpen = true;
      clearTimeout(timer);
      follower.state?.('live', null);
      if (mayHaveMissed) follower.missed?.();
      mayHaveMissed = false;
      failures = 0;
    };
    const failed = (problems: readonly Problem[]): void => {
      if (isDone || isOver) return;
      isDone = true;
      clearTimeout(timer);
      lost(problems);
    };
    const context: SocketContext = {
      opened() {
        if (!isDone) timer = setTimeout(opened, openAfterMs);
      },
    };
    const options = { variables: { ...variables, after: cursor }, errorPolicy: 'all', context } as const;
    stream = client.subscribe({ query, ...options }).subscribe({
      next({ data, error }) {
        if (isDone || isOver) return;
        const update = data ? (Object.values(data)[0] as Update | null) : null;
        if (!update) return failed(problemsOf(error));
        opened();
        cursor = update.cursor;
        client.cache.gc(); // a campaign has each message that changed, of which few are on the screen
        follower.update?.(data as Data);
        if (update.isLast) end('ended', null);
      },
      error: (error: unknown) => failed(problemsOf(error)),
      complete: () => failed([]),
    });
  }

  function lost(problems: readonly Problem[]): void {
    const [problem = null] = problems;
    failures += 1;
    mayHaveMissed = true;
    if (problem?.code === CURSOR_LOST) cursor = null;
    else if (problem && !problem.retryable) return end('refused', problem);
    follower.state?.('waiting', problem);
    const wait = Math.min(250 * 2 ** failures, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
    timer = setTimeout(open, Math.max(wait, (problem?.retryAfterSeconds ?? 0) * 1000));
  }

  /** On another network the connection is over, and nothing may have reported it. */
  function reopen(): void {
    mayHaveMissed = true;
    open();
  }

  function end(state: FollowState, problem: Problem | null): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    page.removeEventListener?.('online', reopen);
    stream?.unsubscribe();
    if (state !== 'connecting') follower.state?.(state, problem);
  }

  page.addEventListener?.('online', reopen);
  follower.state?.('connecting', null);
  open();
  return () => end('connecting', null);
}

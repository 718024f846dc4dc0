import type { ReactNode } from 'react';
import type { Problem } from '../graph/errors.js';
import { formatNumber, words } from '../format.js';

interface NoticeProps {
  readonly title: string;
  readonly kind?: 'plain' | 'warning' | 'problem';
  readonly children?: ReactNode;
}

export const Notice = ({ title, kind = 'plain', children }: NoticeProps) => (
  <div className={`notice is-${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
    <strong>{title}</strong>
    {children && <div>{children}</div>}
  </div>
);

const TITLES: Readonly<Record<string, string>> = {
  NETWORK: 'The graph cannot be reached',
  UNAUTHENTICATED: 'A key is needed',
  FORBIDDEN: 'This key may not see this',
};

/** How long the graph asks to wait before the next try. */
export const waitFor = (seconds: number): string =>
  `Possible again after ${formatNumber(seconds)} ${seconds === 1 ? 'second' : 'seconds'}.`;

/** What went wrong, in the graph's own words, and a way to try again where that can help. */
export const ProblemNotice = ({ problem, retry }: { problem: Problem; retry?: () => void }) => (
  <Notice title={TITLES[problem.code] ?? words(problem.code)} kind="problem">
    <p>{problem.message}</p>
    {problem.retryAfterSeconds !== null && <p className="note">{waitFor(problem.retryAfterSeconds)}</p>}
    {retry && (problem.retryable || problem.code === 'NETWORK') && (
      <button type="button" onClick={retry}>
        Try again
      </button>
    )}
  </Notice>
);

/** For what is neither there nor being read, where no problem is known: its last reading failed. */
export const NotRead = ({ retry }: { retry: () => void }) => (
  <Notice title="This could not be read" kind="warning">
    <button type="button" onClick={retry}>
      Try again
    </button>
  </Notice>
);

/** Grey lines in the place of what is being read. */
export const Loading = ({ lines = 4 }: { lines?: number }) => (
  <div className="loading" role="status" aria-label="Loading">
    {Array.from({ length: lines }, (_, line) => (
      <span key={line} />
    ))}
  </div>
);

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <strong>{title}</strong>
    {children && <p>{children}</p>}
  </div>
);

import type { Problem } from '../../graph/errors.js';
import { Notice, waitFor } from '../../parts/notice.js';

const REPORT = 'Report it to the operator of the graph, who alone can change it.';
const USE_ANOTHER_KEY = 'Give a key that has the scope send.';

/** For whom the content is not what has to be corrected; docs/sends.md has the table. */
const WHAT_TO_DO: Readonly<Record<string, string>> = {
  INSUFFICIENT_BALANCE: 'Top up the account at the vendor, then send again; the key stays the same.',
  UPSTREAM_UNAUTHENTICATED: REPORT,
  UPSTREAM_FORBIDDEN: REPORT,
  VENDOR_NOT_CONFIGURED: REPORT,
  UPSTREAM_BAD_RESPONSE: REPORT,
  INTERNAL_SERVER_ERROR: REPORT,
  UNAUTHENTICATED: USE_ANOTHER_KEY,
  FORBIDDEN: USE_ANOTHER_KEY,
  IDEMPOTENCY_KEY_REUSED: 'Use a new key, if this is another send.',
};

function whatToDo({ code, retryable, retryAfterSeconds, vendorCode }: Problem): string {
  if (code === 'UPSTREAM_REJECTED')
    return vendorCode === null
      ? 'The vendor gave no code for it.'
      : `Look up the vendor’s code ${vendorCode} in its documentation.`;
  const known = WHAT_TO_DO[code];
  if (known !== undefined) return known;
  if (!retryable) return 'Correct it and send again; the key stays the same.';
  const when = retryAfterSeconds === null ? 'Possible again after some seconds.' : waitFor(retryAfterSeconds);
  return `${when} The key stays the same.`;
}

/** Why the graph or the vendor refused a send, and what can be done. */
export const Refusal = ({ problem }: { problem: Problem }) => (
  <Notice title="Not sent" kind="problem">
    <p>{problem.message}</p>
    <p className="note">
      {problem.code}: {whatToDo(problem)}
      {WHAT_TO_DO[problem.code] === REPORT && problem.requestId && (
        <>
          {' '}
          Request <code>{problem.requestId}</code>
        </>
      )}
    </p>
  </Notice>
);

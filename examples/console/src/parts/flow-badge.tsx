import type { FailoverStatus } from '../generated/graphql.js';
import { words } from '../format.js';

const KINDS: Readonly<Record<FailoverStatus, string>> = {
  QUEUED: 'waiting',
  IN_PROGRESS: 'moving',
  SUCCEEDED: 'delivered',
  FAILED: 'failed',
  UNKNOWN: 'waiting',
};

export const FlowBadge = ({ status }: { status: FailoverStatus }) => (
  <span className={`badge is-${KINDS[status]}`}>{words(status)}</span>
);

import type {
  FailoverFailureReason,
  FailoverFlow,
  FailoverFlowKind,
  FailoverStatus,
} from '../../../graph/failover-flow/failover-flow.type.js';
import type { FailoverChannel, FailoverSearch } from '../../../graph/failover-flow/failover-flow.source.js';
import { instant } from '../../instant.js';
import { identifier, isObject, number, text, textId, wordTable } from '../../reading.js';
import { isFinalFlow, readChannel, readFailureReason, readFlowStatus } from './states.js';
import { readWord } from './status.js';
import { readSteps } from './step.js';

/** Routee docs: failover tracking. Null without the id that identifies it. */
export function readFlow(row: unknown, asOf: string): FailoverFlow | null {
  const trackingId = isObject(row) ? textId(row.trackingId) : null;
  if (!isObject(row) || trackingId === null) return null;
  const vendorStatus = readWord(row.status);
  const status = readFlowStatus(vendorStatus);
  return {
    __typename: 'FailoverFlow',
    trackingId,
    asOf,
    kind: readKind(text(row.flowKind)),
    status,
    vendorStatus,
    isFinal: isFinalFlow(status),
    failureReason: readReason(status, row.statusCode),
    terminationChannel: readChannel(text(row.terminationChannel)),
    totalPrice: number(row.totalPrice), // the vendor's figure: in one of its own examples it is not the sum of the steps
    originatingService: text(row.originatingService),
    applicationId: identifier(row.applicationId),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    steps: readSteps(row.messages),
  };
}

/** Only transactional flows have `flowKind`. */
const readKind = (flowKind: string | null): FailoverFlowKind =>
  flowKind === null ? 'STANDARD' : (kinds(flowKind) ?? 'UNKNOWN');

const kinds = wordTable<FailoverFlowKind>({ transactional: 'TRANSACTIONAL', standard: 'STANDARD' });

/** `statusCode` is null, "" or a number. */
function readReason(status: FailoverStatus, statusCode: unknown): FailoverFailureReason | null {
  const code = number(statusCode);
  return status === 'FAILED' && code !== null ? readFailureReason(code) : null;
}

const channels: Readonly<Record<FailoverChannel, string>> = { SMS: 'Sms', VIBER: 'Viber', VOICE: 'Voice' };

const statuses: Readonly<Record<NonNullable<FailoverSearch['status']>, string>> = {
  QUEUED: 'Queued',
  IN_PROGRESS: 'InProgress',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
};

/** The body of a search (Routee docs: search failover flows). How several filters combine is silent: all are taken to hold. */
export function searchFilters(search: FailoverSearch): unknown[] {
  const { channel, recipient, status, terminationChannel, kind } = search;
  return [
    filter('type', channel && channels[channel]),
    filter('to', recipient),
    filter('status', status && statuses[status]),
    filter('terminationChannel', terminationChannel && channels[terminationChannel]),
    // standard flows have no flowKind to search for
    filter('flowKind', kind && 'transactional').map((one) =>
      kind === 'STANDARD' ? { ...one, searchOperator: 'is_not' } : one,
    ),
  ].flat();
}

const filter = (fieldName: string, searchTerm: string | null) =>
  searchTerm === null ? [] : [{ fieldName, searchTerm }];

/** The documented form has minute precision (`2025-05-05T15:00Z`): finer only when the instant is. */
export const searchInstant = (instant: string): string =>
  new Date(instant).toISOString().replace(/(?::00)?\.000Z$/, 'Z');

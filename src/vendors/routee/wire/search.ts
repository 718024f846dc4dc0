import type { FailoverChannel, FailoverSearch } from '../../../graph/failover-flow/failover-flow.source.js';

const channels: Readonly<Record<FailoverChannel, string>> = { SMS: 'Sms', VIBER: 'Viber', VOICE: 'Voice' };

const statuses: Readonly<Record<NonNullable<FailoverSearch['status']>, string>> = {
  QUEUED: 'Queued',
  IN_PROGRESS: 'InProgress',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
};

/** The body of a search (Routee docs: search failover flows). How several filters combine is silent: all are taken to hold. */
export function searchFilters({ channel, recipient, status, terminationChannel }: FailoverSearch): unknown[] {
  return [
    filter('type', channel && channels[channel]),
    filter('to', recipient),
    filter('status', status && statuses[status]),
    filter('terminationChannel', terminationChannel && channels[terminationChannel]),
  ].flat();
}

const filter = (fieldName: string, searchTerm: string | null) =>
  searchTerm === null ? [] : [{ fieldName, searchTerm }];

/** The documented form has minute precision (`2025-05-05T15:00Z`): finer only when the instant is. */
export const searchInstant = (instant: string): string =>
  new Date(instant).toISOString().replace(/(?::00)?\.000Z$/, 'Z');

import type { ProxiedRequest } from '../support/fault-proxy.js';
import { isWithoutLedger, type Ending, type Try } from './keyed-sends.js';

/** The figures of many keyed sends. Those under `broken` are promises: each must be 0. */
export interface SendAccount {
  readonly keys: number;
  readonly tries: number;
  readonly reported: Readonly<Record<string, number>>;
  /** Requests that came to the proxy, by what it did to them. */
  readonly proxiedRequests: Readonly<Record<string, number>>;
  readonly accepted: number;
  /** Keys of which a request ended without a whole answer that says its outcome. */
  readonly uncertain: number;
  /** Keys that end as unknown. */
  readonly unknown: number;
  readonly broken: {
    readonly acceptedTwice: number;
    /** A request that went out although an earlier one of its key may have arrived. */
    readonly sentAfterDoubt: number;
    readonly successWithoutAcceptance: number;
    /** The last answer says that nothing was sent, while the vendor had accepted. */
    readonly acceptedButDenied: number;
    /** An uncertain end that is not reported as SEND_OUTCOME_UNKNOWN. */
    readonly doubtNotReported: number;
    /** Unknown first, and something else afterwards. */
    readonly doubtTakenBack: number;
    /** Answered with a fault of our own. */
    readonly internalErrors: number;
  };
}

export interface SendEvidence {
  readonly tries: readonly Try[];
  /** The answer to one more call of each key when all was quiet again. */
  readonly last: ReadonlyMap<string, Ending>;
  readonly proxiedRequests: readonly ProxiedRequest[];
  readonly accepted: ReadonlyMap<string, readonly string[]>;
}

/** Compares the answers to callers with what the vendor accepted and what the proxy saw. */
export function accountSends({ tries, last, proxiedRequests, accepted }: SendEvidence): SendAccount {
  const doubtful = doubtfulKeys(proxiedRequests);
  const keys = [...last.keys()];
  const lastKind = (key: string): Ending['kind'] | undefined => last.get(key)?.kind;
  const isForeign = (key: string, ending: Ending): boolean =>
    ending.kind === 'SENT' && !accepted.get(key)?.includes(ending.trackingId);

  return {
    keys: keys.length,
    tries: tries.length,
    reported: sums(tries.map(({ ending }) => nameOf(ending))),
    proxiedRequests: sums(proxiedRequests.map(({ fault }) => fault)),
    accepted: accepted.size,
    uncertain: doubtful.first.size,
    unknown: keys.filter((key) => lastKind(key) === 'UNKNOWN').length,
    broken: {
      acceptedTwice: [...accepted.values()].filter((ids) => ids.length > 1).length,
      sentAfterDoubt: doubtful.sentAfter,
      successWithoutAcceptance:
        tries.filter(({ key, ending }) => isForeign(key, ending)).length +
        [...last].filter(([key, ending]) => isForeign(key, ending)).length,
      acceptedButDenied: keys.filter((key) => accepted.has(key) && lastKind(key) === 'REFUSED').length,
      doubtNotReported: [...doubtful.first].filter((key) => lastKind(key) !== 'UNKNOWN').length,
      doubtTakenBack: takenBack(tries, last),
      internalErrors: tries.filter(({ ending }) => /NO_CODE|INTERNAL/.test(nameOf(ending))).length,
    },
  };
}

const nameOf = (ending: Ending): string => (ending.kind === 'REFUSED' ? ending.code : ending.kind);

/** 4xx but 408 refuse, a whole 200 accepts, a 202 comes without an id; whatever else came leaves a doubt. */
const leavesDoubt = ({ status }: ProxiedRequest): boolean =>
  status === null || status >= 500 || status === 408 || status === 202;

function doubtfulKeys(proxiedRequests: readonly ProxiedRequest[]): { first: Set<string>; sentAfter: number } {
  const first = new Set<string>();
  let sentAfter = 0;
  for (const proxiedRequest of proxiedRequests) {
    if (proxiedRequest.marker === null) continue;
    if (first.has(proxiedRequest.marker)) sentAfter++;
    if (leavesDoubt(proxiedRequest)) first.add(proxiedRequest.marker);
  }
  return { first, sentAfter };
}

function takenBack(tries: readonly Try[], last: ReadonlyMap<string, Ending>): number {
  const unknownAt = new Map<string, number>();
  for (const { key, ending, endedAt } of tries) {
    if (ending.kind === 'UNKNOWN') unknownAt.set(key, Math.min(endedAt, unknownAt.get(key) ?? Infinity));
  }
  const later = tries.filter(
    ({ key, ending, startedAt }) =>
      ending.kind !== 'UNKNOWN' &&
      ending.kind !== 'NO_ANSWER' &&
      !isWithoutLedger(ending) &&
      startedAt > (unknownAt.get(key) ?? Infinity),
  );
  return later.length + [...unknownAt.keys()].filter((key) => last.get(key)?.kind !== 'UNKNOWN').length;
}

function sums(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

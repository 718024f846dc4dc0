import type { ApolloClient } from '@apollo/client';
import { useSyncExternalStore } from 'react';
import { graphql } from '../generated/index.js';
import { isSendable } from './credential.js';
import { type Problem, problemsOf } from './errors.js';

/** What the caller may do, as far as it is known. */
export interface Access {
  /** Kept in memory alone: a reload forgets it. */
  readonly key: string | null;
  /** `forbidden`: the graph knows the key, which may not read; `refused`: it requires a key, or this one is unknown. */
  readonly reads: 'unknown' | 'allowed' | 'forbidden' | 'refused';
  /** False also while it is not known. */
  readonly sends: boolean;
  /** Why it is not known yet; it is asked again by itself. */
  readonly problem: Problem | null;
}

const nothingKnown = { reads: 'unknown', sends: false, problem: null } as const;

let access: Access = { key: null, ...nothingKnown };
const listeners = new Set<() => void>();

export const currentKey = (): string | null => access.key;

export const mayRead = (): boolean => access.reads !== 'forbidden';

function set(change: Partial<Access>): void {
  access = { ...access, ...change };
  for (const listener of listeners) listener();
}

const listen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useAccess = (): Access => useSyncExternalStore(listen, () => access);

const MayRead = graphql(/* GraphQL */ `
  query MayRead {
    campaigns(first: 1) {
      totalCount
    }
  }
`);

/** A preview needs the scope of a send; it sends nothing and asks no vendor. */
const MaySend = graphql(/* GraphQL */ `
  query MaySend($input: SendViberMessageInput!) {
    previewViberMessage(input: $input) {
      isSendable
    }
  }
`);
const nothing = { idempotencyKey: '-', senderId: '-', to: '-', message: { content: { text: '-' } } };

/** Each question about a key has a number; a later one ends it. */
let asked = 0;

/** The graph has stopped accepting the key. */
export function keyRefused(): void {
  asked += 1;
  set({ reads: 'refused', sends: false, problem: null });
}

type Verdict = 'allowed' | 'forbidden' | 'refused';

/** @returns a problem where it says nothing about the key, such as no answer or a rate limit */
function verdictOf({ error }: { error?: unknown }): Verdict | Problem {
  const problems = problemsOf(error);
  if (problems.some(({ code }) => code === 'UNAUTHENTICATED')) return 'refused';
  if (problems.some(({ code }) => code === 'FORBIDDEN')) return 'forbidden';
  return problems.find(({ retryable }) => retryable) ?? 'allowed';
}

const LONGEST_WAIT_MS = 15_000;

/** Before the next question; the network may be back sooner. */
const pause = (failures: number, { retryAfterSeconds }: Problem): Promise<void> =>
  new Promise((resolve) => {
    const wait = Math.max(Math.min(500 * 2 ** failures, LONGEST_WAIT_MS), (retryAfterSeconds ?? 0) * 1000);
    const goOn = (): void => {
      clearTimeout(timer);
      removeEventListener('online', goOn);
      resolve();
    };
    const timer = setTimeout(goOn, wait);
    addEventListener('online', goOn);
  });

/** Finds out what a key may do: the graph has no field for it. What is not known to be allowed is not offered. */
export async function applyKey(client: ApolloClient, key: string | null): Promise<void> {
  const own = (asked += 1);
  const isOver = (): boolean => own !== asked; // another key was given meanwhile
  set({ key, ...nothingKnown });
  await client.clearStore();
  if (isOver()) return;
  if (key !== null && !isSendable(key)) return keyRefused(); // it cannot reach the graph, so none of its keys is it
  const failed = (error: unknown): { error: unknown } => ({ error });
  const options = { fetchPolicy: 'no-cache' } as const;
  const read = async () => verdictOf(await client.query({ ...options, query: MayRead }).catch(failed));
  const send = async () =>
    verdictOf(await client.query({ ...options, query: MaySend, variables: { input: nothing } }).catch(failed));
  let reads: Verdict | Problem | null = null;
  let sends: Verdict | Problem | null = null;
  for (let failures = 1; !isOver(); failures += 1) {
    [reads, sends] = await Promise.all([isVerdict(reads) ? reads : read(), isVerdict(sends) ? sends : send()]);
    if (isOver()) return;
    if (reads === 'refused' || sends === 'refused') return keyRefused();
    const problem = [reads, sends].find((one) => !isVerdict(one)) as Problem | undefined;
    set({ reads: isVerdict(reads) ? reads : 'unknown', sends: sends === 'allowed', problem: problem ?? null });
    if (!problem) return;
    await pause(failures, problem);
  }
}

const isVerdict = (one: Verdict | Problem | null): one is Verdict => typeof one === 'string';

import type { ApolloClient } from '@apollo/client';
import { useSyncExternalStore } from 'react';
import { graphql } from '../generated/index.js';
import { problemsOf } from './errors.js';

/** What the caller may do, as far as it is known. */
export interface Access {
  /** Kept in memory alone: a reload forgets it. */
  readonly key: string | null;
  /** `forbidden`: the graph knows the key, which may not read; `refused`: it requires a key, or this one is unknown. */
  readonly reads: 'unknown' | 'allowed' | 'forbidden' | 'refused';
  readonly sends: boolean;
}

let access: Access = { key: null, reads: 'unknown', sends: false };
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

/** The graph has stopped accepting the key. */
export const keyRefused = (): void => set({ reads: 'refused', sends: false });

/** Finds out what a key may do: the graph has no field for it. */
export async function applyKey(client: ApolloClient, key: string | null): Promise<void> {
  set({ key, reads: 'unknown', sends: false });
  await client.clearStore();
  const [read, send] = await Promise.all([
    client.query({ query: MayRead, fetchPolicy: 'no-cache' }).catch((error: unknown) => ({ error })),
    client
      .query({ query: MaySend, variables: { input: nothing }, fetchPolicy: 'no-cache' })
      .catch((error: unknown) => ({ error })),
  ]);
  if (access.key !== key) return; // another one was given meanwhile
  const fails = ({ error }: { error?: unknown }, code: string): boolean =>
    problemsOf(error).some((problem) => problem.code === code);
  const isForbidden = (answer: { error?: unknown }): boolean => fails(answer, 'FORBIDDEN');
  const isRefused = fails(read, 'UNAUTHENTICATED') || fails(send, 'UNAUTHENTICATED');
  set({
    reads: isRefused ? 'refused' : isForbidden(read) ? 'forbidden' : 'allowed',
    sends: !isRefused && !isForbidden(send),
  });
}

import { createHash } from 'node:crypto';
import { readReply, type Reply } from '../support/running-service.js';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a persisted-query link adds to a request. */
export const persistedQuery = (sha256Hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash } });

type Answered = Promise<Reply<Record<string, unknown>>>;

const ACCEPT = { accept: 'application/graphql-response+json' };

export const post = async (url: string, body: unknown): Answered =>
  readReply(
    await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...ACCEPT },
      body: JSON.stringify(body),
    }),
  );

/** Members that are no text go as JSON. */
export const get = async (url: string, members: Record<string, unknown>): Answered => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(members))
    search.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return readReply(
    await fetch(`${url}/graphql?${search.toString()}`, { headers: { 'apollo-require-preflight': '1', ...ACCEPT } }),
  );
};

export const codesOf = ({ errors }: Reply<unknown>): string[] => errors.map(({ extensions }) => extensions.code);
